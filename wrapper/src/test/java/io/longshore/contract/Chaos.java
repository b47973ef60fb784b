package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.embedded.EmbeddedEngine;
import io.longshore.embedded.Fault;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.internal.http.TimeLimits;
import io.longshore.internal.transport.Transport;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * An engine that misbehaves as it is told, and a client of it. Closing checks that the engine still works, and that the
 * client holds neither a connection in use nor a thread.
 */
final class Chaos implements AutoCloseable {
  /** Far above what anything here needs: what takes longer hangs. */
  static final Duration HANGS = Duration.ofSeconds(20);

  /** For what is to be quiet too long. */
  static final Duration SHORT = Duration.ofMillis(300);

  /** For what tries again, and has to give up before it {@link #HANGS}. */
  static final Duration PATIENCE = HANGS.dividedBy(2);

  static final String COUNTED = "counted";
  /** A program that says {@code one} when {@link #tell} is called, and goes on with an argument. */
  static final String TOLD = "told";

  static final String WORDS = "one\ntwo\nerr\n";

  /** What {@link #WORDS} is as a stream of frames: twelve bytes for each line. */
  static final int FRAME = 12;

  private static final Timeouts PATIENT = new Timeouts(HANGS, HANGS, HANGS, HANGS);
  private static final Timeouts HASTY = new Timeouts(HANGS, SHORT, SHORT, HANGS);

  /** For what ends at once or has to be given up by its own limit. */
  static final Duration SOME = Duration.ofSeconds(2);

  /** How the engine is reached. */
  enum Way {
    UNIX,
    TCP
  }

  /** What one operation came to. */
  record Outcome(String read, @Nullable Throwable failure, @Nullable StreamEnd end) {
    boolean isGood(String wanted) {
      return failure == null && read.equals(wanted) && (end == null || end == StreamEnd.COMPLETED);
    }
  }

  /** Told by an operation while it goes on. */
  static final class Seen {
    final StringBuffer read = new StringBuffer();
    volatile Supplier<Optional<StreamEnd>> end = Optional::empty;
  }

  /** An operation on the way to its end or its failure. */
  interface Operation {
    void run(Chaos chaos, Seen seen) throws Exception;
  }

  final EmbeddedEngine engine;
  final DockerClient patient;
  final AtomicInteger counted = new AtomicInteger();
  private final CountDownLatch told = new CountDownLatch(1);
  DockerClient docker;

  private Chaos(Way way) {
    EmbeddedEngine.Builder builder = EmbeddedEngine.builder()
        .image(
            Programs.IMAGE,
            image -> image
                .toolbox()
                .command("sh")
                .program(
                    COUNTED,
                    process -> {
                      counted.incrementAndGet();
                      return 0;
                    })
                .program(
                    TOLD,
                    process -> {
                      told.await();
                      process.stdout().print("one\n");
                      process.stdout().flush();
                      if (!process.arguments().isEmpty()) {
                        Thread.sleep(HANGS.multipliedBy(100).toMillis());
                      }
                      return 0;
                    }));
    engine = (way == Way.UNIX ? builder : builder.loopback()).start();
    patient = DockerClient.builder().host(engine.host()).timeouts(PATIENT).build();
    docker = patient;
    docker.system().ping();
  }

  static Chaos start(Way way) {
    return new Chaos(way);
  }

  /** From now on the client does not wait for long. */
  Chaos hasty() {
    docker = patient.with(HASTY);
    return this;
  }

  /** The client waits as long as before. */
  void unhurried() {
    docker = patient;
  }

  static String[] words() {
    return Programs.shell("echo one; echo two; echo err >&2");
  }

  /** A container that said {@link #WORDS} and has ended. */
  Container said(boolean terminal) {
    Container said = patient
        .containers()
        .run(
            o -> {
              o.image(Programs.IMAGE).command(words());
              if (terminal) {
                o.tty();
              }
            });
    said.waitFor(HANGS);
    return here(said);
  }

  /** A container that says {@code one} and goes on. */
  Container stays() {
    return here(
        EngineTest.awaitWord(
            patient.containers().run(o -> o.image(Programs.IMAGE).command(Programs.sayAndStay("one"))), "one"));
  }

  /** Lets every {@link #TOLD} speak, from now on. */
  void tell() {
    told.countDown();
  }

  /** For this client, which may be a hasty one. */
  Container here(Container container) {
    return docker.containers().get(container.id());
  }

  void inject(Fault fault) {
    engine.inject(fault);
  }

  /** Runs an operation that must end by itself. */
  Outcome drive(Operation operation) {
    return driveAll(List.of(operation)).get(0);
  }

  /** Runs operations at the same time, which all must end by themselves. */
  List<Outcome> driveAll(List<Operation> operations) {
    return operations.stream().map(this::begin).toList().stream().map(Supplier::get).toList();
  }

  private Supplier<Outcome> begin(Operation operation) {
    Seen seen = new Seen();
    Background<@Nullable Throwable> running = Background.start(
        () -> {
          try {
            operation.run(this, seen);
            return null;
          } catch (IOException e) {
            // Streams of the JDK's kind wrap what they fail with.
            return e.getCause() instanceof DockerException cause ? (Throwable) cause : e;
          } catch (Exception e) {
            return e;
          }
        });
    return () -> {
      Throwable failure = running.result(HANGS);
      return new Outcome(seen.read.toString(), failure, seen.end.get().orElse(null));
    };
  }

  /** What every test ends with. */
  void assertUnharmed() {
    engine.clearFaults();
    unhurried();
    docker.system().ping();
    docker.containers().list(o -> o.all());
    Transport transport = transport();
    ConnectionPool pool = (ConnectionPool) field(transport, "pool");
    Poll.until(
        () -> transport.openConnections() + " connections are open and " + pool.idleConnectionCount() + " rest",
        HANGS,
        () -> transport.openConnections() == pool.idleConnectionCount());
    Poll.until(() -> "threads are left: " + threads(), HANGS, () -> threads().isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("longshore-")
            && !name.matches("longshore-deadlines|longshore-(engine|timer|program)-.*"))
        .toList();
  }

  private Transport transport() {
    try {
      Object session = field(patient, "session");
      Method find = session.getClass().getDeclaredMethod("engine", TimeLimits.class);
      find.setAccessible(true);
      Object found = find.invoke(session, new TimeLimits(HANGS, HANGS, HANGS, HANGS));
      return (Transport) field(found, "transport");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object field(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * After a cut that nothing but the program's state tells from an end: it is told while the program is not known to
   * have ended.
   */
  static void assertGoodOrCut(String wanted, Outcome outcome, Supplier<String> words) {
    if (outcome.failure() instanceof StreamException told) {
      assertEquals(StreamEnd.TRUNCATED, told.end(), words);
      assertEquals(wanted, outcome.read(), words);
    } else {
      assertTrue(outcome.isGood(wanted), words);
    }
  }

  static void assertEnd(StreamEnd wanted, Outcome outcome) {
    assertEquals(wanted, outcome.end(), outcome::toString);
  }

  /** Closes without checks, which a test makes when all went well: otherwise its own failure says more. */
  @Override
  public void close() {
    DockerClient client = patient;
    EmbeddedEngine last = engine;
    try (last; client) {
      // Both are closed, whatever happens while the first one is.
    }
  }
}
