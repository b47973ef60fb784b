package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.embedded.EmbeddedEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The engines of this run. Those inside the JVM start with the first test and live as long as the JVM. */
final class Engines {
  static final EngineUnderTest EMBEDDED = started("embedded",
      withRegistries());
  static final EngineUnderTest EMBEDDED_OLD = started("embedded 1.41, tcp",
      withRegistries().loopback().apiVersion("1.41"));

  private static final Settings SETTINGS = Settings.ofThisRun();

  static {
    if (SETTINGS.engines().isEmpty()) {
      System.out.println(
          "Longshore's contract tests: left out real engines, TLS and the registry, only the embedded engine is tested."
              + " To run all of it as root: .ci/engines start DIR && . DIR/env && mvn verify");
    }
  }

  private Engines() {}

  private static EmbeddedEngine.Builder withRegistries() {
    return EmbeddedEngine.builder().registry(ImageTest.IN_MEMORY)
        .registry(LockedRegistry.IN_MEMORY.name(), LockedRegistry.IN_MEMORY.user(),
            LockedRegistry.IN_MEMORY.password());
  }

  private static EngineUnderTest started(String name, EmbeddedEngine.Builder builder) {
    EmbeddedEngine engine = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "contract-close"));
    return EngineUnderTest.embedded(name, engine.host());
  }

  static Stream<EngineUnderTest> embedded() {
    return Stream.of(EMBEDDED, EMBEDDED_OLD);
  }

  /** Every engine by every way that needs no certificate; the real ones alone in a run over an older API. */
  static Stream<EngineUnderTest> all() {
    if (SETTINGS.api().isPresent()) {
      return real().map(engine -> engine.over(SETTINGS.api().get()));
    }
    List<EngineUnderTest> all = new ArrayList<>(embedded().toList());
    real().forEach(all::add);
    SETTINGS.get(Settings.TCP_HOST).map(EngineUnderTest::real).ifPresent(all::add);
    SETTINGS.get(Settings.PODMAN).map(EngineUnderTest::podman).ifPresent(all::add);
    return all.stream();
  }

  /** The same, and the engine with the other image store: for tests of images. */
  static Stream<EngineUnderTest> withStore() {
    Stream<EngineUnderTest> store = SETTINGS.api().isPresent() ? Stream.empty()
        : SETTINGS.get(Settings.CONTAINERD_STORE).map(EngineUnderTest::real).stream();
    return Stream.concat(all(), store);
  }

  /** Every real engine once, with each image store: for tests of what engines do with registries. */
  static Stream<EngineUnderTest> pulling() {
    if (SETTINGS.api().isPresent()) {
      return real();
    }
    Stream<EngineUnderTest> others = Stream.concat(
        SETTINGS.get(Settings.CONTAINERD_STORE).map(EngineUnderTest::real).stream(),
        SETTINGS.get(Settings.PODMAN).map(EngineUnderTest::podman).stream());
    return Stream.concat(real(), others);
  }

  /** Every Docker engine once, with each image store: for tests of BuildKit. */
  static Stream<EngineUnderTest> building() {
    return pulling().filter(engine -> !engine.podman());
  }

  /** All and TLS. */
  static Stream<EngineUnderTest> everyWay() {
    return Stream.concat(all(), tls());
  }

  static Stream<EngineUnderTest> real() {
    return SETTINGS.engines().stream().map(EngineUnderTest::real);
  }

  /** The embedded engine and the newest real one, which the settings name last. */
  static Stream<EngineUnderTest> underLoad() {
    List<EngineUnderTest> real = real().toList();
    return Stream.concat(Stream.of(EMBEDDED), real.stream().skip(Math.max(0, real.size() - 1)));
  }

  /** The engine that wants client certificates. */
  static Stream<EngineUnderTest> tls() {
    return SETTINGS
        .get(Settings.TLS_HOST)
        .map(
            host -> new EngineUnderTest("TLS " + host, host, false,
                () -> DockerClient.builder().host(host).tls(certificates()), Deviations.NONE))
        .stream();
  }

  private static Path certificates() {
    return SETTINGS.path(Settings.TLS_CERTS).orElseThrow(() -> new AssertionError(Settings.TLS_CERTS + " is not set"));
  }
}
