package io.longshore.internal.http;

import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.EngineException.Answer;
import io.longshore.error.SubnetInUseException;
import io.longshore.generated.engine.api.NetworkApi;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.NetworkConnectRequest;
import io.longshore.generated.engine.model.NetworkDisconnectRequest;
import io.longshore.internal.options.Check;
import io.longshore.internal.options.ReportedSettings;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Calls that concern networks, with refusals that the state of a network or container explains as exceptions of their
 * own. Engines send these as 400, 403 or 500, so only the words tell them from other refusals.
 */
public final class NetworkCalls {
  /** A port that is taken has the same words with a small letter, and is none of the network's addresses. */
  private static final String ADDRESS = "Address already in use"
      // Podman's words.
      + "|requested IP address .* is not available";

  private static final Pattern ADDRESS_TAKEN = Pattern.compile(ADDRESS);

  private static final Pattern CONFLICT = Pattern.compile(
      ADDRESS + "|active endpoints|in use by service|already exists in network|is already attached to network"
          + "|is not connected to"
          // Podman's words.
          + "|network already exists|is already connected to network|network is being used");

  private static final Pattern OVERLAP = Pattern.compile(
      "Pool overlaps|networks have overlapping IP"
          // Podman's words.
          + "|is already used on the host");

  private NetworkCalls() {}

  /** Connects a container. */
  public static void connect(ApiExecutor calls, String network, String container, EndpointSettings endpoint) {
    ReportedSettings.refuseIn(network, endpoint);
    NetworkConnectRequest body = NetworkConnectRequest.builder().container(Check.container(container))
        .endpointConfig(endpoint).build();
    // Engines connect a container that does not run to a network that does not exist, and then cannot start it.
    calls.call(NetworkApi.networkInspect(network).request(), Limits.HEAVY);
    conflicting(() -> calls.exchange(NetworkApi.networkConnect(network).body(body).request(), Limits.HEAVY));
  }

  /** Disconnects a container. */
  public static void disconnect(ApiExecutor calls, String network, String container, boolean force) {
    NetworkDisconnectRequest body = NetworkDisconnectRequest.builder().container(Check.container(container))
        .force(force ? true : null).build();
    conflicting(() -> calls.exchange(NetworkApi.networkDisconnect(network).body(body).request(), Limits.HEAVY));
  }

  /** Docker creates networks that no later request can name. */
  public static void checkName(String name) {
    try {
      NetworkApi.networkInspect(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the name '" + name + "' cannot be used for a network: no later call could find it; use letters, digits, '_',"
              + " '.' and '-'",
          e);
    }
  }

  /** Makes a call of a network, and throws a refusal that its state explains as a conflict. */
  public static <T> T conflicting(Supplier<T> call) {
    return explained(call, CONFLICT, ConflictException::new);
  }

  /** Makes a call of a container, and throws the refusal of an address that is taken as a conflict. */
  public static <T> T withAddress(Supplier<T> call) {
    return explained(call, ADDRESS_TAKEN, ConflictException::new);
  }

  /** Makes the call that creates a network: only a name that is taken is a conflict. */
  public static <T> T withSubnet(Supplier<T> call) {
    return explained(() -> conflicting(call), OVERLAP, SubnetInUseException::new);
  }

  private static <T> T explained(Supplier<T> call, Pattern words, Function<Answer, EngineException> as) {
    try {
      return call.get();
    } catch (EngineException e) {
      EngineException explained = as.apply(
          new Answer(e.operation(), e.resource(), e.status(), e.engineMessage(), e.apiVersion(), e.what()));
      if (explained.getClass().equals(e.getClass()) || !words.matcher(e.engineMessage()).find()) {
        throw e;
      }
      throw explained;
    }
  }
}
