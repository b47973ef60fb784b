package io.longshore.experimental;

import io.longshore.generated.experimental.api.NetworkApi;
import io.longshore.generated.experimental.model.NetworkResource;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;

/**
 * The networks of an engine with Docker 1.8's experimental networking (API 1.20). Immutable and safe for use by many
 * threads.
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
   * Looks for the network of a name.
   *
   * @param name the whole name, whatever it holds; nothing else is found
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
   * Looks for the networks whose id begins in a certain way.
   *
   * @param partialId the beginning of the id
   * @return the networks, or an empty list
   * @throws IllegalArgumentException if the beginning is empty, or cannot be one
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
   * @throws io.longshore.error.BadRequestException if the engine does not like the name
   */
  public ExperimentalNetwork create(String name) {
    return create(name, options -> {});
  }

  /**
   * Creates a network.
   *
   * @param name a name that no other network has
   * @param options how to make it
   * @return the network
   * @throws io.longshore.error.ConflictException if the name is taken
   * @throws io.longshore.error.BadRequestException if the engine does not like the name
   * @throws io.longshore.error.NotFoundException if there is no such driver
   */
  public ExperimentalNetwork create(String name, Consumer<NetworkOptions> options) {
    return new ExperimentalNetwork(
        executor,
        Calls.create(
            executor.forCall("create"),
            NetworkApi.networkCreate().body(Check.filled(new NetworkOptions(), options).request(name)).request(), "the network"));
  }

  /**
   * Takes hold of a network without asking the engine whether it is there.
   *
   * @param id the network's whole id; a name leads nowhere in this API, {@link #findByName} tells the id
   * @return the network
   * @throws IllegalArgumentException if this can be no id
   */
  public ExperimentalNetwork get(String id) {
    return new ExperimentalNetwork(executor, Valid.id("id", id));
  }
}
