package io.longshore.experimental;

import io.longshore.generated.experimental.api.BackendApi;
import io.longshore.generated.experimental.api.ServiceApi;
import io.longshore.generated.experimental.model.BackendResource;
import io.longshore.generated.experimental.model.ServiceResource;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service of Docker 1.8's experimental networking (API 1.20): an endpoint, published under a name, that one container
 * can provide. A handle with an id and no state. Immutable and thread-safe.
 */
public final class Service {
  private final ApiExecutor executor;
  private final String id;

  Service(ApiExecutor executor, String id) {
    this.executor = executor;
    this.id = id;
  }

  /**
   * Returns the id.
   *
   * @return the id, which is the endpoint's id too
   */
  public String id() {
    return id;
  }

  /**
   * Asks the engine for the service.
   *
   * @return the service
   * @throws io.longshore.error.NotFoundException if there is no such service
   */
  public ServiceResource inspect() {
    return executor.forCall("inspect").call(ServiceApi.serviceInspect(id).request());
  }

  /**
   * Removes the service and its endpoint.
   *
   * @throws io.longshore.error.ConflictException if a container is attached to it
   * @throws io.longshore.error.NotFoundException if there is no such service
   */
  public void unpublish() {
    Calls.run(executor.forCall("unpublish"), ServiceApi.serviceUnpublish(id).request());
  }

  /**
   * Lists the containers that are attached to the service.
   *
   * @return the containers' ids; empty if there are none
   * @throws io.longshore.error.NotFoundException if there is no such service
   */
  public List<BackendResource> backends() {
    return executor.forCall("backends").list(BackendApi.backendList(id).request(), Limits.ORDINARY);
  }

  /**
   * Attaches a container to the service.
   *
   * @param containerId the container's id
   * @return the key of the container's network sandbox, a path on the engine's host
   * @throws io.longshore.error.BadRequestException if a container is attached already
   * @throws io.longshore.error.NotFoundException if there is no such service
   */
  public String attach(String containerId) {
    return attach(containerId, options -> {});
  }

  /**
   * Attaches a container to the service.
   *
   * @param containerId the container's id
   * @param options the content of the container's network files
   * @return the key of the container's network sandbox, a path on the engine's host
   * @throws io.longshore.error.BadRequestException if a container is attached already
   * @throws io.longshore.error.NotFoundException if there is no such service
   */
  public String attach(String containerId, Consumer<JoinOptions> options) {
    return Calls.join(
        executor.forCall("attach"),
        BackendApi.backendAttach(id).body(Check.filled(new JoinOptions(), options).request(containerId)).request());
  }

  /**
   * Detaches the container; the service stays.
   *
   * @param containerId the id that the container was attached with
   * @throws io.longshore.error.BadRequestException if another container is attached
   * @throws io.longshore.error.ServerErrorException if none is
   * @throws io.longshore.error.NotFoundException if there is no such service
   */
  public void detach(String containerId) {
    Calls.run(executor.forCall("detach"), BackendApi.backendDetach(id, Valid.id("containerId", containerId)).request());
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Service other && id.equals(other.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Service[" + id + "]";
  }
}
