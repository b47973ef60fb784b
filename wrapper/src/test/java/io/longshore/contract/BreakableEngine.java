package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.embedded.EmbeddedEngine;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An engine of a test's own, to be broken. Has the image of the suite. Closing takes everything of it away. */
interface BreakableEngine extends AutoCloseable {
  /** Where it listens. */
  String host();

  /** Ends it without a last word. */
  void kill();

  /** Tells it to stop in good order. */
  void stop();

  /** Lets it stand still: connections stay, nothing is answered. */
  void freeze();

  /** Lets it go on. */
  void thaw();

  @Override
  void close();

  /** How to start one, with a name for the report. */
  record Kind(String name, Supplier<BreakableEngine> starter) {
    BreakableEngine start() {
      return starter.get();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The embedded engine always; a real one where the run has real engines. */
  static Stream<Kind> kinds() {
    Kind embedded = new Kind("embedded", Embedded::new);
    return Settings.ofThisRun().engines().isEmpty()
        ? Stream.of(embedded)
        : Stream.of(embedded, new Kind("dockerd", PrivateDockerd::start));
  }

  default DockerClient.Builder client() {
    return DockerClient.builder().host(host());
  }

  /** The engine inside this JVM. */
  final class Embedded implements BreakableEngine {
    private final EmbeddedEngine engine = EmbeddedEngine.start();

    @Override
    public String host() {
      return engine.host();
    }

    @Override
    public void kill() {
      engine.kill();
    }

    @Override
    public void stop() {
      engine.close();
    }

    @Override
    public void freeze() {
      engine.pause();
    }

    @Override
    public void thaw() {
      engine.resume();
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
