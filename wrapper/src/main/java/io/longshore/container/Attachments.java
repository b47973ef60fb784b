package io.longshore.container;

import io.longshore.DockerException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.ByteDuplex;
import org.jspecify.annotations.Nullable;

/** Connects to the standard streams of containers. */
final class Attachments {
  private Attachments() {}

  static Session open(Executor executor, Container container, AttachOptions options) {
    SessionOptions streams = options.streams();
    ContainerInspect now = executor.call(ContainerApi.containerInspect(container.id()).request());
    String shown = executor.nameOf(container.id());
    ContainerConfig config = Executor.present(now.config(), "the configuration of the container");
    if (!options.stopped() && hasEnded(now)) {
      throw new DockerException(
          "the container " + shown + " has ended, and nothing comes from it until it is started again; read its logs(), or attach with"
              + " stopped() and start it",
          null);
    }
    if (streams.stdin() && !Boolean.TRUE.equals(config.openStdin())) {
      throw new DockerException(
          "the container " + shown + " was made without an open standard input, so nothing can be sent to its program; make it with"
              + " openStdin()",
          null);
    }
    if (streams.source() != null && stdinStays(config) != null && !Boolean.TRUE.equals(config.tty())) {
      throw new DockerException("the container " + shown + " cannot be fed: " + stdinStays(config) + "; make it with stdinOnce()", null);
    }
    Wiring wiring = Wiring.open(streams);
    try {
      return open(executor, container, now, config, options, wiring);
    } catch (RuntimeException | Error e) {
      wiring.close();
      throw e;
    }
  }

  private static Session open(
      Executor executor,
      Container container,
      ContainerInspect now,
      ContainerConfig config,
      AttachOptions options,
      Wiring wiring) {
    SessionOptions streams = options.streams();
    ContainerWait exit = ContainerWait.ofSession(executor, container.id(), now);
    try {
      ByteDuplex connection =
          executor.upgrade(
              ContainerApi.containerAttach(container.id())
                  .logs(options.logs() ? true : null)
                  .stream(true)
                  .stdin(streams.stdin())
                  .stdout(true)
                  .stderr(true)
                  .detachKeys(streams.detachKeys() == null ? null : streams.detachKeys().text())
                  .request(),
              Limits.quiet(streams.idleLimit()));
      ContainerTarget target = new ContainerTarget(executor, container, now.state() == null ? null : now.state().finishedAt(), exit);
      return Session.start(
          connection, target, streams, wiring, Boolean.TRUE.equals(config.tty()), stdinStays(config));
    } catch (RuntimeException | Error e) {
      exit.close();
      throw e;
    }
  }

  private static boolean hasEnded(ContainerInspect now) {
    ContainerState state = now.state();
    return state != null && (ContainerStatus.EXITED.equals(state.status()) || ContainerStatus.DEAD.equals(state.status()));
  }

  private static @Nullable String stdinStays(ContainerConfig config) {
    return Boolean.TRUE.equals(config.stdinOnce())
        ? null
        : "the container was made to keep its input open for others (openStdin() without stdinOnce()), and its output would end"
            + " with this session's input";
  }
}
