package io.longshore.experimental;

import io.longshore.generated.experimental.api.EndpointApi;
import io.longshore.generated.experimental.model.EndpointResource;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;

/**
 * The endpoints of one network of Docker 1.8's experimental networking (API 1.20); the services that are published in
 * the network are among them. Immutable and thread-safe.
 */
public final class Endpoints {
  private final ApiExecutor executor;
  private final ExperimentalNetwork network;

  Endpoints(ApiExecutor executor, ExperimentalNetwork network) {
    this.executor = executor;
    this.network = network;
  }

  /**
   * Lists all endpoints of the network.
   *
   * @return the endpoints; empty if there are none
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public List<EndpointResource> list() {
    return executor.forCall("list").list(EndpointApi.endpointList(network.id()).request(), Limits.ORDINARY);
  }

  /**
   * Finds the endpoint with a name.
   *
   * @param name the whole name, with any characters; parts of names do not match
   * @return the endpoint, or an empty list
   * @throws IllegalArgumentException if the name is empty: such a filter would match nothing
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public List<EndpointResource> findByName(String name) {
    return Calls.find(
        executor.forCall("findByName"),
        EndpointApi.endpointList(network.id()).options(o -> o.name(Valid.filterName("name", name))).request(),
        endpoint -> name.equals(endpoint.name()));
  }

  /**
   * Finds the endpoints whose id begins with a text.
   *
   * @param partialId the beginning of the id
   * @return the endpoints, or an empty list
   * @throws IllegalArgumentException if the text is empty, or not the beginning of an id
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public List<EndpointResource> findByPartialId(String partialId) {
    return Calls.find(
        executor.forCall("findByPartialId"),
        EndpointApi.endpointList(network.id()).options(o -> o.partialId(Valid.filterId("partialId", partialId)))
            .request(),
        endpoint -> Calls.begins(endpoint.id(), partialId));
  }

  /**
   * Creates an endpoint without ports.
   *
   * @param name a name that no other endpoint of the network has
   * @return the endpoint
   * @throws io.longshore.error.ConflictException if the name is taken
   * @throws io.longshore.error.BadRequestException if the engine refuses the name
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public Endpoint create(String name) {
    return create(name, options -> {});
  }

  /**
   * Creates an endpoint.
   *
   * @param name a name that no other endpoint of the network has
   * @param options how to create it
   * @return the endpoint
   * @throws io.longshore.error.ConflictException if the name is taken
   * @throws io.longshore.error.BadRequestException if the engine refuses the name
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public Endpoint create(String name, Consumer<EndpointOptions> options) {
    return new Endpoint(
        executor,
        network,
        Calls.create(
            executor.forCall("create"),
            EndpointApi.endpointCreate(network.id()).body(Check.filled(new EndpointOptions(), options).request(name))
                .request(),
            "the endpoint"));
  }

  /**
   * Returns a handle to an endpoint without asking the engine whether it exists.
   *
   * @param id the endpoint's whole id; this API does not take names here; {@link #findByName} returns the id
   * @return the endpoint
   * @throws IllegalArgumentException if this is not a valid id
   */
  public Endpoint get(String id) {
    return new Endpoint(executor, network, Valid.id("id", id));
  }
}
