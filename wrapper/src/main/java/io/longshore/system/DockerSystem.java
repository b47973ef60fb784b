package io.longshore.system;

import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.SystemInfo;
import io.longshore.generated.engine.model.SystemVersion;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;

/** The engine itself. Safe for use by many threads. */
public final class DockerSystem {
  private final Executor executor;

  /**
   * Made by {@link io.longshore.DockerClient#system()}.
   *
   * @param executor makes the calls
   */
  public DockerSystem(Executor executor) {
    this.executor = executor;
  }

  /**
   * Asks whether the engine is there.
   *
   * @return what it says of itself
   * @throws io.longshore.ConnectionException when it is not
   */
  public Ping ping() {
    Reply<String> reply = executor.exchange(SystemApi.systemPing().request(), Limits.ORDINARY);
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
    return executor.call(SystemApi.systemVersion().request());
  }

  /**
   * Asks for the engine's settings, its limits, and how many containers and images it has.
   *
   * @return the state of this moment
   */
  public SystemInfo info() {
    return executor.call(SystemApi.systemInfo().request());
  }
}
