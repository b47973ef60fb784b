package io.longshore.experimental;

import io.longshore.generated.experimental.api.ServiceApi;
import io.longshore.generated.experimental.model.ServiceResource;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;

/**
 * The services of an engine with Docker 1.8's experimental networking (API 1.20). A service is an endpoint, so the
 * endpoints of all networks are among them. Immutable and thread-safe.
 */
public final class Services {
  private final ApiExecutor executor;

  Services(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Lists all services.
   *
   * @return the services; empty if there are none
   */
  public List<ServiceResource> list() {
    return executor.forCall("list").list(ServiceApi.serviceList().request(), Limits.ORDINARY);
  }

  /**
   * Finds the services with a name; every network may have one.
   *
   * @param name the whole name, with any characters; parts of names do not match
   * @return the services, or an empty list
   * @throws IllegalArgumentException if the name is empty: such a filter would match nothing
   */
  public List<ServiceResource> findByName(String name) {
    return Calls.find(
        executor.forCall("findByName"),
        ServiceApi.serviceList().options(o -> o.name(Valid.filterName("name", name))).request(),
        service -> name.equals(service.name()));
  }

  /**
   * Finds the services whose id begins with a text.
   *
   * @param partialId the beginning of the id
   * @return the services, or an empty list
   * @throws IllegalArgumentException if the text is empty, or not the beginning of an id
   */
  public List<ServiceResource> findByPartialId(String partialId) {
    return Calls.find(
        executor.forCall("findByPartialId"),
        ServiceApi.serviceList().options(o -> o.partialId(Valid.filterId("partialId", partialId))).request(),
        service -> Calls.begins(service.id(), partialId));
  }

  /**
   * Finds the services of a network.
   *
   * @param networkName the network's whole name; ids do not match
   * @return the services, or an empty list, also if there is no such network
   * @throws IllegalArgumentException if the name is empty: such a filter would match nothing
   */
  public List<ServiceResource> findByNetwork(String networkName) {
    return Calls.find(
        executor.forCall("findByNetwork"),
        ServiceApi.serviceList().options(o -> o.network(Valid.filterName("networkName", networkName))).request(),
        service -> networkName.equals(service.network()));
  }

  /**
   * Publishes a service in the engine's default network, without ports.
   *
   * @param name a name that no other endpoint of the network has
   * @return the service
   * @throws io.longshore.error.ConflictException if the name is taken
   * @throws io.longshore.error.BadRequestException if the engine refuses the name
   * @throws io.longshore.error.NotFoundException if the engine has no default network
   */
  public Service publish(String name) {
    return publish(name, options -> {});
  }

  /**
   * Publishes a service.
   *
   * @param name a name that no other endpoint of the network has
   * @param options where and how
   * @return the service
   * @throws io.longshore.error.ConflictException if the name is taken
   * @throws io.longshore.error.BadRequestException if the engine refuses the name
   * @throws io.longshore.error.NotFoundException if there is no such network
   */
  public Service publish(String name, Consumer<ServiceOptions> options) {
    return new Service(
        executor,
        Calls.create(
            executor.forCall("publish"),
            ServiceApi.servicePublish().body(Check.filled(new ServiceOptions(), options).request(name)).request(),
            "the service"));
  }

  /**
   * Returns a handle to a service without asking the engine whether it exists.
   *
   * @param id the service's whole id; this API does not take names here; {@link #findByName} returns the id
   * @return the service
   * @throws IllegalArgumentException if this is not a valid id
   */
  public Service get(String id) {
    return new Service(executor, Valid.id("id", id));
  }
}
