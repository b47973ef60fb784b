package io.longshore.container;

import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;
import io.longshore.internal.options.AttachSettings;
import io.longshore.internal.session.ProgramSession;
import io.longshore.internal.session.Wiring;
import io.longshore.internal.stream.ByteDuplex;
import io.longshore.session.Session;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects to the standard streams of containers. */
final class Attachments {
  /** With Podman's word for a container that has stopped and is not cleaned up yet. */
  private static final List<ContainerStatus> ENDED = List.of(ContainerStatus.EXITED, ContainerStatus.DEAD,
      ContainerStatus.of("stopped"));

  private Attachments() {}

  static Session open(ApiExecutor executor, Container container, AttachSettings settings) {
    Reply<ContainerInspect> reply = executor.exchange(ContainerApi.containerInspect(container.id()).request(),
        Limits.ORDINARY);
    ContainerInspect now = ApiExecutor.present(reply.body(), "the state of the container");
    String shown = executor.nameOf(container.id());
    ContainerConfig config = ApiExecutor.present(now.config(), "the configuration of the container");
    if (!settings.stopped && hasEnded(now)) {
      throw new DockerException(
          "the container " + shown
              + " has stopped and sends no output until it is started again; read its logs(), or attach with"
              + " stopped() and start it",
          null);
    }
    if (settings.stdin && !Boolean.TRUE.equals(config.openStdin())) {
      throw new DockerException(
          "the container " + shown
              + " was created without an open standard input, so nothing can be sent to its program; create it with"
              + " openStdin()",
          null);
    }
    String stdinStays = stdinStays(reply, config);
    if (settings.source != null && stdinStays != null && !Boolean.TRUE.equals(config.tty())) {
      throw new DockerException(
          "the container " + shown + " cannot be sent this input: " + stdinStays + "; create it with stdinOnce()",
          null);
    }
    Wiring wiring = Wiring.open(settings);
    try {
      return open(executor, container, reply, config, stdinStays, settings, wiring);
    } catch (RuntimeException | Error e) {
      wiring.close();
      throw e;
    }
  }

  private static Session open(
      ApiExecutor executor,
      Container container,
      Reply<ContainerInspect> now,
      ContainerConfig config,
      @Nullable String stdinStays,
      AttachSettings settings,
      Wiring wiring) {
    ContainerWait exit = ContainerWait.ofSession(executor, container.id(), now);
    try {
      ByteDuplex connection = executor.upgrade(
          ContainerApi.containerAttach(container.id())
              .options(
                  o -> o.logs(settings.logs)
                      .stream()
                      .stdin(settings.stdin)
                      .stdout()
                      .stderr()
                      .detachKeys(settings.detachKeys == null ? null : settings.detachKeys.text()))
              .request(),
          Limits.quiet(settings.idleLimit));
      ContainerTarget target = new ContainerTarget(executor, container, finishedBefore(now.body()), exit);
      return ProgramSession.start(
          connection, target, settings, wiring, Boolean.TRUE.equals(config.tty()), stdinStays);
    } catch (RuntimeException | Error e) {
      exit.close();
      throw e;
    }
  }

  private static boolean hasEnded(ContainerInspect now) {
    ContainerState state = now.state();
    return state != null && state.status() != null && ENDED.contains(state.status());
  }

  private static @Nullable Instant finishedBefore(@Nullable ContainerInspect now) {
    return now == null || now.state() == null ? null : now.state().finishedAt();
  }

  /**
   * Why the input must not end, or null. Podman reports of every container that it was created without stdinOnce, but
   * sends all of the output after an end of the input.
   */
  private static @Nullable String stdinStays(Reply<?> reply, ContainerConfig config) {
    return reply.isPodman() || Boolean.TRUE.equals(config.stdinOnce())
        ? null
        : "the container was created to keep its input open for others (openStdin() without stdinOnce()), and its output would end"
            + " with this session's input";
  }
}
