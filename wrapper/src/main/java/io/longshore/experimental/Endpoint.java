package io.longshore.experimental;

import io.longshore.generated.experimental.api.EndpointApi;
import io.longshore.generated.experimental.model.EndpointResource;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.options.Check;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of Docker 1.8's experimental networking (API 1.20): the socket in a network that one container can be
 * plugged into. Holds ids and no state. Immutable and safe for use by many threads.
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
   * The id.
   *
   * @return the id
   */
  public String id() {
    return id;
  }

  /**
   * The network that the endpoint belongs to.
   *
   * @return the network
   */
  public ExperimentalNetwork network() {
    return network;
  }

  /**
   * Asks what the endpoint is.
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
   * @throws io.longshore.error.ConflictException if a container is plugged into it
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public void remove() {
    Calls.run(executor.forCall("remove"), EndpointApi.endpointDelete(network.id(), id).request());
  }

  /**
   * Plugs a container in.
   *
   * @param containerId the container's id
   * @return the key of the container's network sandbox, a path on the engine's host
   * @throws io.longshore.error.BadRequestException if a container is plugged in already
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public String join(String containerId) {
    return join(containerId, options -> {});
  }

  /**
   * Plugs a container in.
   *
   * @param containerId the container's id
   * @param options what the container's network files are to hold
   * @return the key of the container's network sandbox, a path on the engine's host
   * @throws io.longshore.error.BadRequestException if a container is plugged in already
   * @throws io.longshore.error.NotFoundException if there is no such network or endpoint
   */
  public String join(String containerId, Consumer<JoinOptions> options) {
    return Calls.join(
        executor.forCall("join"),
        EndpointApi.endpointJoin(network.id(), id).body(Check.filled(new JoinOptions(), options).request(containerId)).request());
  }

  /**
   * Unplugs the container; the endpoint stays.
   *
   * @param containerId the id that the container joined with
   * @throws io.longshore.error.BadRequestException if another container is plugged in
   * @throws io.longshore.error.ServerErrorException if no container is
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
