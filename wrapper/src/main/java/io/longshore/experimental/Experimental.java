package io.longshore.experimental;

import io.longshore.internal.http.ApiExecutor;

/**
 * The experimental networking API of Docker 1.8 (API 1.20); see {@link io.longshore.DockerClient#experimental()}.
 *
 * <pre>{@code
 * Experimental lab = docker.experimental();
 * ExperimentalNetwork front = lab.networks().create("front", n -> n.driver("bridge"));
 * Endpoint db = front.endpoints().create("db", e -> e.expose(Protocol.TCP, 5432));
 * db.join(containerId, j -> j.hostname("db"));
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Experimental {
  private final ApiExecutor executor;

  /**
   * Created by the library; see {@link io.longshore.DockerClient#experimental()}.
   *
   * @param executor sends the requests
   */
  public Experimental(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Gives access to networks and, through them, their endpoints.
   *
   * @return the networks of this engine
   */
  public ExperimentalNetworks networks() {
    return new ExperimentalNetworks(executor);
  }

  /**
   * Gives access to services: endpoints that are published under a name.
   *
   * @return the services of this engine
   */
  public Services services() {
    return new Services(executor);
  }
}
