package io.longshore.internal.http;

import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.EngineException.Answer;
import io.longshore.generated.engine.api.NetworkApi;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.NetworkConnectRequest;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Calls that concern networks, with refusals that the state of a network or container explains as conflicts. */
public final class NetworkCalls {
  /** Engines send these as 400, 403 or 500, so only the words tell them from other refusals. */
  private static final Pattern CONFLICT = Pattern.compile(
      "active endpoints|in use by service|already exists in network|is already attached to network"
          + "|Address already in use|Pool overlaps|is not connected to"
          // Podman's words.
          + "|network already exists|is already used|is already connected to network|network is being used",
      Pattern.CASE_INSENSITIVE);

  private NetworkCalls() {}

  /** Connects a container. */
  public static void connect(ApiExecutor calls, String network, String container, EndpointSettings endpoint) {
    NetworkConnectRequest body = NetworkConnectRequest.builder().container(container).endpointConfig(endpoint).build();
    // Engines connect a container that does not run to a network that does not exist, and then cannot start it.
    calls.call(NetworkApi.networkInspect(network).request(), Limits.HEAVY);
    conflicting(() -> calls.exchange(NetworkApi.networkConnect(network).body(body).request(), Limits.HEAVY));
  }

  /** Makes a call, and throws a refusal of this kind as a conflict. */
  public static <T> T conflicting(Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineException e) {
      if (e instanceof ConflictException || !CONFLICT.matcher(e.engineMessage()).find()) {
        throw e;
      }
      throw new ConflictException(
          new Answer(e.operation(), e.resource(), e.status(), e.engineMessage(), e.apiVersion(), e.what()));
    }
  }
}
