package io.longshore.system;

import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.DataUsage;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.SystemDataUsageOptions;
import io.longshore.generated.engine.model.SystemInfo;
import io.longshore.generated.engine.model.SystemVersion;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;
import io.longshore.internal.stream.Reconnecting;
import io.longshore.internal.stream.SourceStream;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import java.util.function.Consumer;

/** The engine itself. Thread-safe. */
public final class DockerSystem {
  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#system()}.
   *
   * @param executor sends the requests
   */
  public DockerSystem(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Checks that the engine answers.
   *
   * @return what it reports about itself
   * @throws io.longshore.error.ConnectionException if it does not
   */
  public Ping ping() {
    Reply<String> reply = executor.forCall("ping").exchange(SystemApi.systemPing().request(), Limits.ORDINARY);
    return new Ping(
        reply.headers().get("Api-Version"),
        reply.headers().get("Ostype"),
        reply.headers().get("Server"),
        Boolean.parseBoolean(reply.headers().get("Docker-Experimental")));
  }

  /**
   * Asks for the versions of the engine and its parts.
   *
   * @return the versions
   */
  public SystemVersion version() {
    return executor.forCall("version").call(SystemApi.systemVersion().request());
  }

  /**
   * Asks for the engine's settings, its limits, and how many containers and images it has.
   *
   * @return the state of this moment
   */
  public SystemInfo info() {
    return executor.forCall("info").call(SystemApi.systemInfo().request());
  }

  /**
   * Adds up the disk space that images, containers, volumes and the build cache use. Engines walk through all of it, so
   * the call is slow; before Docker 23.0 a second call at the same time fails. Since API 1.25.
   *
   * @return the sums
   */
  public DataUsage dataUsage() {
    return dataUsage(options -> {});
  }

  /**
   * Adds up the disk space that images, containers, volumes and the build cache use, as {@link #dataUsage()} does.
   * Since API 1.25.
   *
   * @param options which of them, and whether to list each
   * @return the sums. Engines up to API 1.51 fill the plain fields, those from 1.52 on those that end in {@code Usage}
   */
  public DataUsage dataUsage(Consumer<SystemDataUsageOptions> options) {
    return executor.forCall("dataUsage").call(SystemApi.systemDataUsage().options(options).request(), Limits.HEAVY);
  }

  /**
   * Watches everything that happens in the engine from now on.
   *
   * @return the events; the caller must close them
   */
  public DockerStream<EventMessage> events() {
    return events(options -> {});
  }

  /**
   * Watches what happens in the engine. The stream has everything that happens after this method has returned. Without
   * {@link EventOptions#until} it continues until it is closed; if the engine stops, reading throws
   * {@link io.longshore.error.StreamException} and the end is {@link io.longshore.stream.StreamEnd#TRUNCATED}. Read
   * events as fast as they come: engines silently drop them for a reader that is a thousand behind.
   *
   * @param options which events, and for how long
   * @return the events; the caller must close them. {@link EventMessage#timeNano()} says when one happened
   * @throws io.longshore.error.BadRequestException if the engine does not know a filter
   */
  public DockerStream<EventMessage> events(Consumer<EventOptions> options) {
    return new SourceStream<>(new Events(executor.forCall("events"), EventOptions.of(options)).once());
  }

  /**
   * Watches what happens in the engine, and reconnects if the connection is lost or the engine restarts. No event comes
   * twice; a {@link Followed.Gap} marks where some may be missing. The stream fails like {@link #events(Consumer)} if
   * reconnecting takes longer than {@link EventOptions#patience} or the engine refuses (4xx).
   *
   * @param options which events, for how long, and how long to try to reconnect
   * @return the events and the gaps between them; the caller must close them
   * @throws io.longshore.error.ConnectionException if the engine cannot be reached at the first attempt
   * @throws io.longshore.error.BadRequestException if the engine does not know a filter
   */
  public DockerStream<Followed<EventMessage>> followEvents(Consumer<EventOptions> options) {
    EventOptions wanted = EventOptions.of(options);
    return new SourceStream<>(
        Reconnecting.open(new Events(executor.forCall("followEvents"), wanted), wanted.patience()));
  }
}
