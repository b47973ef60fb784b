package io.longshore.network;

import io.longshore.error.CancelledException;
import io.longshore.error.ConflictException;
import io.longshore.error.EngineException.Answer;
import io.longshore.generated.engine.api.NetworkApi;
import io.longshore.generated.engine.model.NetworkCreateRequest;
import io.longshore.generated.engine.model.NetworkCreateResponse;
import io.longshore.generated.engine.model.NetworkSummary;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.NetworkCalls;
import io.longshore.internal.http.Removal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Creates one network of its name. Engines before Docker 25 check the name only if asked to, and two clients at once
 * pass that check, so each looks for others afterwards: the newest one yields, and an older one waits for that.
 */
final class NetworkCreation {
  /** From here on a name that is in use is a conflict, and the request has no word for it. */
  private static final ApiVersion KEEPS_NAMES_UNIQUE = new ApiVersion(1, 44);

  private static final int LOOKS = 20;
  private static final long PAUSE_MILLIS = 100;

  private static final Comparator<NetworkSummary> BY_AGE = Comparator
      .comparing(NetworkSummary::created, Comparator.nullsFirst(Comparator.naturalOrder()))
      .thenComparing(network -> Objects.requireNonNullElse(network.id(), ""));

  private static final System.Logger LOG = System.getLogger(Networks.class.getName());

  private final ApiExecutor calls;
  private final ApiRequest<NetworkCreateResponse> request;
  private final String name;
  private final boolean mayHaveTwins;

  NetworkCreation(ApiExecutor calls, NetworkCreateRequest.Builder wanted) {
    this.calls = calls;
    name = Objects.requireNonNullElse(wanted.build().name(), "");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("no name is set; call name(…)");
    }
    NetworkCalls.checkName(name);
    mayHaveTwins = KEEPS_NAMES_UNIQUE.isAfter(calls.version());
    // Newer engines have no such field, and always keep what it promises.
    wanted.checkDuplicate(mayHaveTwins ? true : null);
    request = NetworkApi.networkCreate().body(wanted.build()).request().about(name);
  }

  Network create() {
    NetworkCreateResponse made = NetworkCalls.withSubnet(() -> calls.call(request, Limits.HEAVY));
    if (made.warning() != null && !made.warning().isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, "NetworkCreate: {0}", made.warning());
    }
    String id = Answered.id(made.id(), "the network", "look for its name in the list");
    if (mayHaveTwins) {
      stayAlone(id);
    }
    return new Network(calls, id, name);
  }

  private void stayAlone(String id) {
    boolean kept = false;
    try {
      for (int look = 0; look < LOOKS; look++) {
        List<NetworkSummary> twins = calls.list(NetworkApi.networkList().request(), Limits.HEAVY).stream()
            .filter(network -> name.equals(network.name())).sorted(BY_AGE).toList();
        if (twins.size() < 2) {
          kept = true;
          return;
        }
        if (!id.equals(twins.get(0).id())) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      throw new ConflictException(
          new Answer("NetworkCreate", name, 409, "network with name " + name + " already exists",
              calls.version().toString(), calls.what(request)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(calls.what(request) + ": the thread was interrupted; the network is removed", e);
    } finally {
      if (!kept) {
        Removal.ifExists(calls, NetworkApi.networkDelete(id).request());
      }
    }
  }
}
