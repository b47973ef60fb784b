package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.DockerClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A real engine is started again while a client keeps connections to it: no change after that is lost, and none is made twice. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("ways")
@Timeout(180)
class IdleRestartTest {
  private static final int CONNECTIONS = 16;
  private static final int CHANGES = 5;

  @Parameter String way;

  static Stream<String> ways() {
    return Settings.ofThisRun().engines().isEmpty() ? Stream.of() : Stream.of("unix", "tcp");
  }

  @Test
  void changesAfterParallelReadsAndARestartAreMadeOnceEach() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try (PrivateDockerd engine = way.equals("tcp") ? PrivateDockerd.startWithTcp() : PrivateDockerd.start();
        DockerClient docker = way.equals("tcp") ? engine.tcpClient().build() : engine.client().build()) {
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
