package io.longshore.experimental;

import io.longshore.generated.experimental.api.NetworkApi;
import io.longshore.generated.experimental.model.NetworkResource;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;

/**
 * The networks of an engine with Docker 1.8's experimental networking (API 1.20). Immutable and thread-safe.
 */
public final class ExperimentalNetworks {
  private final ApiExecutor executor;

  ExperimentalNetworks(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Lists all networks.
   *
   * @return the networks, each with its endpoints; empty if there are none
   */
  public List<NetworkResource> list() {
    return executor.forCall("list").list(NetworkApi.networkList().request(), Limits.ORDINARY);
  }

  /**
   * Finds the network with a name.
   *
   * @param name the whole name, with any characters; parts of names do not match
   * @return the network, or an empty list
   * @throws IllegalArgumentException if the name is empty: such a filter would match nothing
   */
  public List<NetworkResource> findByName(String name) {
    return Calls.find(
        executor.forCall("findByName"),
        NetworkApi.networkList().options(o -> o.name(Valid.filterName("name", name))).request(),
        network -> name.equals(network.name()));
  }

  /**
   * Finds the networks whose id begins with a text.
   *
   * @param partialId the beginning of the id
   * @return the networks, or an empty list
   * @throws IllegalArgumentException if the text is empty, or not the beginning of an id
   */
  public List<NetworkResource> findByPartialId(String partialId) {
    return Calls.find(
        executor.forCall("findByPartialId"),
        NetworkApi.networkList().options(o -> o.partialId(Valid.filterId("partialId", partialId))).request(),
        network -> Calls.begins(network.id(), partialId));
  }

  /**
   * Creates a network with the engine's default driver.
   *
   * @param name a name that no other network has
   * @return the network
   * @throws io.longshore.error.ConflictException if the name is taken
   * @throws io.longshore.error.BadRequestException if the engine refuses the name
   */
  public ExperimentalNetwork create(String name) {
    return create(name, options -> {});
  }

  /**
   * Creates a network.
   *
   * @param name a name that no other network has
   * @param options how to create it
   * @return the network
   * @throws io.longshore.error.ConflictException if the name is taken
   * @throws io.longshore.error.BadRequestException if the engine refuses the name
   * @throws io.longshore.error.NotFoundException if there is no such driver
   */
  public ExperimentalNetwork create(String name, Consumer<NetworkOptions> options) {
    return new ExperimentalNetwork(
        executor,
        Calls.create(
            executor.forCall("create"),
            NetworkApi.networkCreate().body(Check.filled(new NetworkOptions(), options).request(name)).request(),
            "the network"));
  }

  /**
   * Returns a handle to a network without asking the engine whether it exists.
   *
   * @param id the network's whole id; this API does not take names here; {@link #findByName} returns the id
   * @return the network
   * @throws IllegalArgumentException if this is not a valid id
   */
  public ExperimentalNetwork get(String id) {
    return new ExperimentalNetwork(executor, Valid.id("id", id));
  }
}
