package io.longshore.experimental;

import io.longshore.generated.experimental.api.NetworkApi;
import io.longshore.generated.experimental.model.NetworkResource;
import io.longshore.internal.http.ApiExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A network of Docker 1.8's experimental networking (API 1.20). A handle with an id and no state. Immutable and
 * thread-safe.
 */
public final class ExperimentalNetwork {
  private final ApiExecutor executor;
  private final String id;

  ExperimentalNetwork(ApiExecutor executor, String id) {
    this.executor = executor;
    this.id = id;
  }

  /**
   * Returns the id.
   *
   * @return the id
   */
  public String id() {
    return id;
  }

  /**
   * Asks the engine for the network.
   *
   * @return the network with its endpoints
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public NetworkResource inspect() {
    return executor.forCall("inspect").call(NetworkApi.networkInspect(id).request());
  }

  /**
   * Removes the network.
   *
   * @throws io.longshore.error.ConflictException if the network has endpoints, or is of the type host or null, which
   *     cannot be removed
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public void remove() {
    Calls.run(executor.forCall("remove"), NetworkApi.networkDelete(id).request());
  }

  /**
   * Gives access to the endpoints of this network.
   *
   * @return the endpoints
   */
  public Endpoints endpoints() {
    return new Endpoints(executor, this);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof ExperimentalNetwork other && id.equals(other.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "ExperimentalNetwork[" + id + "]";
  }
}
