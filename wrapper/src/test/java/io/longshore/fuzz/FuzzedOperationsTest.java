package io.longshore.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.build.BuilderKind;
import io.longshore.container.Container;
import io.longshore.container.Stats;
import io.longshore.error.DockerException;
import io.longshore.experimental.Endpoint;
import io.longshore.experimental.Experimental;
import io.longshore.experimental.Service;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.progress.TransferProgress;
import io.longshore.stream.DockerStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded answers, changed by chance, to every public operation: what comes out is a value or a
 * {@link DockerException}, soon. A failure tells its seed and what was answered; {@code -Dfuzz.seed=…} begins the long
 * run there.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedOperationsTest {
  private static final long EVERY_DAY = 20_261_128;
  private static final int ROUNDS = 8;
  private static final AtomicInteger ROUNDS_RUN = new AtomicInteger();
  private static final AtomicInteger OPERATIONS = new AtomicInteger();
  private static final AtomicInteger VALUES = new AtomicInteger();
  private static final Duration HEAVY = Duration.ofSeconds(150);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final int SHOWN = 20_000;

  private final FuzzedEngine engine = new FuzzedEngine();
  private int values;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final DockerClient docker = engine.builder()
      .timeouts(Timeouts.defaults().withAnswer(SHORT).withIdle(SHORT).withCall(SHORT)).maxAnswer(1 << 20).build();

  @TempDir
  Path folder;

  /** A call, and what its result is good for. */
  private interface Operation {
    void run() throws IOException;
  }

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  @BeforeEach
  void operations() {
    Container web = docker.containers().get("web");
    operations.put("ping", () -> docker.system().ping());
    operations.put("info", () -> docker.system().info().toString());
    operations.put("version", () -> docker.system().version().toString());
    operations.put("events", () -> drain(docker.system().events()));
    operations.put("followEvents", () -> drain(docker.system().followEvents(e -> e.patience(Duration.ofMillis(20)))));
    operations.put("create", () -> docker.containers().create(c -> c.image("busybox")).toString());
    operations.put("run", () -> docker.containers().run(c -> c.image("busybox")).toString());
    operations.put("list", () -> docker.containers().list().forEach(item -> item.toString()));
    operations.put("prune", () -> docker.containers().prune().containersDeleted().size());
    operations.put("inspect", () -> web.inspect().toString());
    operations.put("hostPort", () -> web.hostPort(80));
    operations.put("start", web::start);
    operations.put("stop", web::stop);
    operations.put("kill", web::kill);
    operations.put("remove", web::remove);
    operations.put("waitFor", web::waitFor);
    operations.put("openWait", () -> {
      try (var exit = web.openWait(WaitCondition.NEXT_EXIT)) {
        exit.await(SHORT);
      }
    });
    operations.put("top", () -> web.top().processes().size());
    operations.put("update", () -> web.update(u -> u.memory(1 << 24)));
    operations.put("changes", () -> web.changes().forEach(item -> item.toString()));
    operations.put("stats", () -> {
      try (DockerStream<Stats> readings = web.stats()) {
        readings.forEach(FuzzedOperationsTest::numbers);
      }
    });
    operations.put("statsWithoutCpu", () -> numbers(web.statsWithoutCpu()));
    operations.put("logs", () -> {
      try (var log = web.logs(l -> l.timestamps())) {
        log.lines().forEach(line -> line.text());
      }
    });
    operations.put("followLogs", () -> drain(web.followLogs(l -> l.patience(Duration.ofMillis(20)))));
    operations.put("exec", () -> web.exec(e -> e.command("true").timeout(Duration.ofSeconds(1))));
    operations.put("openExec", () -> {
      try (var session = web.openExec(e -> e.command("true"))) {
        session.collect(Duration.ofSeconds(1));
      }
    });
    operations.put("attach", () -> {
      try (var session = web.attach()) {
        session.collect(Duration.ofSeconds(1));
      }
    });
    operations.put("stat", () -> web.files().stat("/etc"));
    operations.put("read", () -> web.files().read("/etc"));
    operations.put("copyFrom", () -> web.files().copyFrom("/etc", Files.createTempDirectory(folder, "copy")));
    operations.put("archive", () -> {
      try (var archive = web.files().archive("/etc")) {
        archive.transferTo(OutputStream.nullOutputStream());
      }
    });
    operations.put("write", () -> web.files().write("/etc/motd", new byte[10]));
    operations.put("images", () -> docker.images().list().forEach(item -> item.toString()));
    operations.put("image", () -> docker.images().get("busybox").inspect().toString());
    operations.put("untag", () -> docker.images().get("busybox").remove().forEach(item -> item.toString()));
    operations.put("pull", () -> docker.images().pull("busybox"));
    operations.put("import", () -> docker.images().importTar(new ByteArrayInputStream(new byte[10])));
    builds();
    experimental();
  }

  private void builds() {
    for (BuilderKind kind : List.of(BuilderKind.CLASSIC, BuilderKind.BUILDKIT)) {
      operations.put("build " + kind, () -> docker.builds().build(
          b -> b.builder(kind).archive(new ByteArrayInputStream(new byte[10])).progress(new TransferProgress())
              .timeout(SHORT))
          .toString());
    }
    operations.put("buildCache", () -> docker.builds().cache().forEach(item -> item.toString()));
    operations.put("buildPrune", () -> docker.builds().prune().toString());
  }

  private void experimental() {
    Experimental lab = docker.experimental();
    Endpoint endpoint = lab.networks().get("n1").endpoints().get("e1");
    Service service = lab.services().get("s1");
    operations.put("networks", () -> lab.networks().list().forEach(item -> item.toString()));
    operations.put("network", () -> lab.networks().get("n1").inspect().toString());
    operations.put("findNetwork", () -> lab.networks().findByName("front").forEach(item -> item.toString()));
    operations.put("createNetwork", () -> lab.networks().create("front").toString());
    operations.put("endpoints", () -> lab.networks().get("n1").endpoints().list().forEach(item -> item.toString()));
    operations.put("createEndpoint", () -> lab.networks().get("n1").endpoints().create("db").toString());
    operations.put("join", () -> endpoint.join("c1"));
    operations.put("leave", () -> endpoint.leave("c1"));
    operations.put("services", () -> lab.services().list().forEach(item -> item.toString()));
    operations.put("findService", () -> lab.services().findByNetwork("front").forEach(item -> item.toString()));
    operations.put("publish", () -> lab.services().publish("db").toString());
    operations.put("backends", () -> service.backends().forEach(item -> item.toString()));
    operations.put("attachBackend", () -> service.attach("c1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  @Execution(ExecutionMode.CONCURRENT)
  void aFewOfThemEveryDay(int round) {
    for (String name : operations.keySet()) {
      run(name, EVERY_DAY + round);
    }
    VALUES.addAndGet(values);
    ROUNDS_RUN.incrementAndGet();
    OPERATIONS.set(operations.size());
  }

  /**
   * Of all rounds together, since a single one may be unlucky. What is always refused is refused before anything is
   * made of it.
   */
  @AfterAll
  static void enoughWasRead() {
    if (ROUNDS_RUN.get() == ROUNDS) {
      assertTrue(VALUES.get() > ROUNDS * OPERATIONS.get() / 8,
          () -> "only " + VALUES + " answers were good enough for a value");
    }
  }

  @Test
  @Tag("heavy")
  void many() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    long end = System.nanoTime() + HEAVY.toNanos();
    long count = 0;
    while (System.nanoTime() - end < 0) {
      for (String name : List.copyOf(operations.keySet())) {
        run(name, seed + count++);
      }
    }
    System.out.println("fuzzed " + count + " calls, " + values + " of them to a value, first seed " + seed);
  }

  private void run(String name, long seed) {
    engine.seed(seed);
    long start = System.nanoTime();
    try {
      operations.get(name).run();
      values++;
    } catch (DockerException e) {
      if (String.valueOf(e.getMessage()).length() > SHOWN) {
        throw new AssertionError(told(name, seed) + ": a message of " + e.getMessage().length());
      }
    } catch (IOException | RuntimeException | Error e) {
      throw new AssertionError(told(name, seed), e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(SOON) > 0) {
      throw new AssertionError(told(name, seed) + " took " + took);
    }
  }

  private String told(String name, long seed) {
    String said = engine.said();
    return name + " with the seed " + seed + ", after\n"
        + (said.length() > SHOWN ? said.substring(0, SHOWN) + "…" : said);
  }

  private static void drain(DockerStream<?> stream) {
    try (stream) {
      stream.forEach(item -> item.toString());
    }
  }

  private static void numbers(Stats stats) {
    List.of(
        stats.time(), stats.cpuPercent(), stats.memoryUsage(), stats.memoryLimit(), stats.memoryPercent(),
        stats.networkReceived(),
        stats.networkSent(), stats.blockRead(), stats.blockWritten(), stats.pids(), stats.toString());
  }
}
