package io.longshore.benchmarks;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import java.net.URI;

/** The same small calls against a real engine, about one container. */
final class RealEngine {

  private RealEngine() {}

  static void measure(Options options, Results results) {
    URI host = options.engine();
    try (DockerClient docker = DockerClient.builder().host(host.toString()).build()) {
      // When this is killed on the way, the engine removes it ten minutes later.
      Container container = docker.containers().run(c -> c.image(options.image()).command("sleep", "600").autoRemove());
      try (Rounds rounds = new Rounds(options, host)) {
        for (Workload workload : Workload.values()) {
          if (workload.onRealEngine() && options.wants(workload)) {
            results.add(rounds.measure(workload, container.id()));
          }
        }
      } finally {
        container.remove(r -> r.force());
      }
    }
  }
}
