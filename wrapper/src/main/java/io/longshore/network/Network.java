package io.longshore.network;

import io.longshore.container.Container;
import io.longshore.generated.engine.api.NetworkApi;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.NetworkInspect;
import io.longshore.generated.engine.model.NetworkInspectOptions;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.NetworkCalls;
import io.longshore.internal.http.Removal;
import io.longshore.internal.options.Check;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A network, known by its id or name. A handle has no state: {@link #inspect()} asks the engine. Every method throws
 * {@link io.longshore.error.NotFoundException} if the network is gone. Thread-safe.
 */
public final class Network {
  private final ApiExecutor executor;
  private final String id;

  /** @param name the name that the program gave it; null if it gave an id, or a name alone */
  Network(ApiExecutor executor, String id, @Nullable String name) {
    this.id = Check.text("network", id);
    this.executor = executor.forCall("", id, Check.shown(id, name));
    // Built here so that an invalid name fails at once and not at the first call.
    NetworkApi.networkInspect(id);
  }

  /**
   * Returns what this handle was created with.
   *
   * @return the full id after creating; otherwise the id or name that was given
   */
  public String id() {
    return id;
  }

  /**
   * Asks the engine for everything that it knows about the network, with its running containers.
   *
   * @return the state of this moment
   */
  public NetworkInspect inspect() {
    return inspect(options -> {});
  }

  /**
   * Asks the engine for everything that it knows about the network.
   *
   * @param options whether to ask all nodes of the swarm for its services too
   * @return the state of this moment
   */
  public NetworkInspect inspect(Consumer<NetworkInspectOptions> options) {
    return executor.forCall("inspect").call(NetworkApi.networkInspect(id).options(options).request(), Limits.HEAVY);
  }

  /**
   * Connects a container, as {@link #connect(String, Consumer)} does.
   *
   * @param container the container
   */
  public void connect(Container container) {
    connect(container.id());
  }

  /**
   * Connects a container, as {@link #connect(String, Consumer)} does.
   *
   * @param container its id or name
   */
  public void connect(String container) {
    connect(container, endpoint -> {});
  }

  /**
   * Connects a container, running or not, under further names or with a fixed address.
   *
   * @param container its id or name
   * @param endpoint its aliases and addresses; engines take a fixed address only in a network with a subnet that was
   *     chosen when it was created
   * @throws io.longshore.error.ConflictException if it is connected already, or the address is taken
   * @throws io.longshore.error.BadRequestException if an address cannot be used (some engines: ServerErrorException)
   * @throws IllegalArgumentException if a setting is one that engines only report, such as {@code ipAddress}
   */
  public void connect(String container, Consumer<EndpointSettings.Builder> endpoint) {
    EndpointSettings.Builder settings = EndpointSettings.builder();
    endpoint.accept(settings);
    NetworkCalls.connect(executor.forCall("connect").alsoNaming(" with ", container), id, container, settings.build());
  }

  /**
   * Disconnects a container, as {@link #disconnect(String, boolean)} does.
   *
   * @param container the container
   */
  public void disconnect(Container container) {
    disconnect(container.id());
  }

  /**
   * Disconnects a container, as {@link #disconnect(String, boolean)} does.
   *
   * @param container its id or name
   */
  public void disconnect(String container) {
    disconnect(container, false);
  }

  /**
   * Disconnects a container, running or not.
   *
   * @param container its id or name
   * @param force whether to disconnect one that the engine no longer knows too, such as one of a lost node
   * @throws io.longshore.error.ConflictException if it is not connected
   */
  public void disconnect(String container, boolean force) {
    NetworkCalls.disconnect(executor.forCall("disconnect").alsoNaming(" from ", container), id, container, force);
  }

  /**
   * Removes the network. A container that does not run does not prevent this, and cannot start afterwards.
   *
   * @throws io.longshore.error.ConflictException if a running container or a service uses it
   * @throws io.longshore.error.ForbiddenException if it is one of the engine's own
   */
  public void remove() {
    NetworkCalls.conflicting(() -> Removal.of(executor.forCall("remove"), NetworkApi.networkDelete(id).request()));
  }

  /**
   * Removes the network as {@link #remove()} does, and succeeds if it is already gone.
   *
   * @return false if there is no such network
   * @throws io.longshore.error.ConflictException if a running container or a service uses it
   */
  public boolean removeIfExists() {
    return NetworkCalls.conflicting(
        () -> Removal.ifExists(executor.forCall("removeIfExists"), NetworkApi.networkDelete(id).request()));
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Network other && id.equals(other.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Network[" + id + "]";
  }
}
