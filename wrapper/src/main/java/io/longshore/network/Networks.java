package io.longshore.network;

import io.longshore.generated.engine.api.NetworkApi;
import io.longshore.generated.engine.model.NetworkCreateRequest;
import io.longshore.generated.engine.model.NetworkListOptions;
import io.longshore.generated.engine.model.NetworkPruneOptions;
import io.longshore.generated.engine.model.NetworkPruneResponse;
import io.longshore.generated.engine.model.NetworkSummary;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;

/** The networks of an engine. Thread-safe. */
public final class Networks {
  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#networks()}.
   *
   * @param executor sends the requests
   */
  public Networks(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Creates a bridge network with a subnet of the engine's choice; see {@link #create(Consumer)}.
   *
   * @param name its name
   * @return the network
   */
  public Network create(String name) {
    return create(options -> options.name(Check.text("name", name)));
  }

  /**
   * Creates a network. A name that is in use is a conflict on every engine, with or without {@code checkDuplicate}:
   * those before Docker 25 would create a second network of the name.
   *
   * <pre>{@code
   * docker.networks().create(n -> n.name("front").ipam(i -> i.config(c -> c.subnet("10.20.0.0/24"))));
   * }</pre>
   *
   * @param options its name, driver, addresses and labels
   * @return the network
   * @throws io.longshore.error.ConflictException if a network has the name: {@link #get} leads to it
   * @throws io.longshore.error.SubnetInUseException if the subnet overlaps with that of another network
   * @throws io.longshore.error.NotFoundException if there is no such driver; an engine looks for it for 15 seconds
   * @throws io.longshore.error.BadRequestException if a setting is malformed (some engines: ServerErrorException)
   * @throws io.longshore.error.ForbiddenException if the engine allows none like this
   */
  public Network create(Consumer<NetworkCreateRequest.Builder> options) {
    NetworkCreateRequest.Builder wanted = NetworkCreateRequest.builder();
    options.accept(wanted);
    return new NetworkCreation(executor.forCall("create"), wanted).create();
  }

  /**
   * Lists the networks, the engine's own among them.
   *
   * @return what the engine says about each; only {@link Network#inspect()} has the containers
   */
  public List<NetworkSummary> list() {
    return list(options -> {});
  }

  /**
   * Lists networks.
   *
   * @param options which ones
   * @return what the engine says about each; only {@link Network#inspect()} has the containers
   */
  public List<NetworkSummary> list(Consumer<NetworkListOptions> options) {
    return executor.forCall("list").list(NetworkApi.networkList().options(options).request(), Limits.HEAVY);
  }

  /**
   * Returns a handle to an existing network. This method does not ask the engine: the handle's first call throws
   * {@link io.longshore.error.NotFoundException} if there is no such network.
   *
   * @param idOrName its id, the beginning of its id, or its name
   * @return the handle
   * @throws IllegalArgumentException if the text can be neither
   */
  public Network get(String idOrName) {
    return new Network(executor, idOrName, null);
  }

  /**
   * Removes the networks that no running container uses, apart from the engine's own. Since API 1.25.
   *
   * @return the names of those that are gone
   */
  public NetworkPruneResponse prune() {
    return prune(options -> {});
  }

  /**
   * Removes networks that no running container uses, apart from the engine's own. Since API 1.25.
   *
   * @param options which ones
   * @return the names of those that are gone
   */
  public NetworkPruneResponse prune(Consumer<NetworkPruneOptions> options) {
    return executor.forCall("prune").call(NetworkApi.networkPrune().options(options).request(), Limits.HEAVY);
  }
}
