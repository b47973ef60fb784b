package io.longshore.experimental;

import io.longshore.generated.experimental.api.EndpointApi;
import io.longshore.generated.experimental.model.EndpointResource;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.options.Check;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of Docker 1.8's experimental networking (API 1.20): the place in a network that one container can join. A
 * handle with ids and no state. Immutable and thread-safe.
 */
public final class Endpoint {
  private final ApiExecutor executor;
  private final ExperimentalNetwork network;
  private final String id;

  Endpoint(ApiExecutor executor, ExperimentalNetwork network, String id) {
    this.executor = executor;
    this.network = network;
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
   * Returns the network that the endpoint belongs to.
   *
   * @return the network
   */
  public ExperimentalNetwork network() {
    return network;
  }

  /**
   * Asks the engine for the endpoint.
   *
   * @return the endpoint
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public EndpointResource inspect() {
    return executor.forCall("inspect").call(EndpointApi.endpointInspect(network.id(), id).request());
  }

  /**
   * Removes the endpoint.
   *
   * @throws io.longshore.error.ConflictException if a container has joined it
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public void remove() {
    Calls.run(executor.forCall("remove"), EndpointApi.endpointDelete(network.id(), id).request());
  }

  /**
   * Joins a container to the endpoint.
   *
   * @param containerId the container's id
   * @return the key of the container's network sandbox, a path on the engine's host
   * @throws io.longshore.error.BadRequestException if a container has already joined
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public String join(String containerId) {
    return join(containerId, options -> {});
  }

  /**
   * Joins a container to the endpoint.
   *
   * @param containerId the container's id
   * @param options the content of the container's network files
   * @return the key of the container's network sandbox, a path on the engine's host
   * @throws io.longshore.error.BadRequestException if a container has already joined
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public String join(String containerId, Consumer<JoinOptions> options) {
    return Calls.join(
        executor.forCall("join"),
        EndpointApi.endpointJoin(network.id(), id).body(Check.filled(new JoinOptions(), options).request(containerId))
            .request());
  }

  /**
   * Removes the container from the endpoint; the endpoint stays.
   *
   * @param containerId the id that the container joined with
   * @throws io.longshore.error.BadRequestException if another container has joined
   * @throws io.longshore.error.ServerErrorException if no container has
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public void leave(String containerId) {
    Calls.run(
        executor.forCall("leave"),
        EndpointApi.endpointLeave(network.id(), id, Valid.id("containerId", containerId)).request());
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Endpoint other && id.equals(other.id) && network.equals(other.network);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Endpoint[" + id + ", network=" + network.id() + "]";
  }
}
