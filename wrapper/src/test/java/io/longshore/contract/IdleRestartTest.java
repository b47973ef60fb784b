package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.DockerClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real engine is started again while a client keeps connections to it: no change after that is lost, and none is made
 * twice.
 */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("ways")
@Timeout(180)
class IdleRestartTest {
  private static final int CONNECTIONS = 16;
  private static final int CHANGES = 5;

  /** The older and the newer engine of this run. */
  enum Way {
    OLD_UNIX,
    OLD_TCP,
    NEW_UNIX,
    NEW_TCP;

    PrivateDockerd start() {
      return switch (this) {
        case OLD_UNIX -> PrivateDockerd.start();
        case OLD_TCP -> PrivateDockerd.startWithTcp();
        case NEW_UNIX -> PrivateDockerd.startNewer();
        case NEW_TCP -> PrivateDockerd.startNewerWithTcp();
      };
    }

    DockerClient client(PrivateDockerd engine) {
      return (name().endsWith("TCP") ? engine.tcpClient() : engine.client()).build();
    }
  }

  @Parameter
  Way way;

  static Stream<Way> ways() {
    return Settings.ofThisRun().engines().isEmpty() ? Stream.of() : Stream.of(Way.values());
  }

  @Test
  void changesAfterParallelReadsAndARestartAreMadeOnceEach() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try (PrivateDockerd engine = way.start();
        DockerClient docker = way.client(engine)) {
      assertEquals(way.name().startsWith("OLD"),
          docker.system().version().apiVersion().equals(Requirements.OLD.toString()));
      List<Future<?>> reads = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        reads.add(threads.submit(() -> docker.system().info()));
      }
      for (Future<?> read : reads) {
        read.get();
      }
      engine.stop();
      engine.startAgain();
      for (int i = 0; i < CHANGES; i++) {
        docker.containers().create(c -> c.image(Programs.IMAGE).command("true"));
      }
      assertEquals(CHANGES, docker.containers().list(l -> l.all()).size());
    } finally {
      threads.shutdownNow();
    }
  }
}
