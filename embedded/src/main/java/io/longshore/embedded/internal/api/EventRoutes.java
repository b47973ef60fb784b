package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.EventLog;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.EventActor;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What happened, and what happens. */
record EventRoutes(Engine engine) {
  private static final ApiVersion FIRST_WITH_DURATION = new ApiVersion(1, 44);
  private static final ApiVersion LAST_WITH_STATUS = new ApiVersion(1, 51);
  private static final List<String> WITH_DETAILS = List.of("exec_create", "exec_start", "health_status");

  void addTo(Router router) {
    router.add("GET", "/events", this::events);
  }

  private void events(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    Map<String, List<String>> filters = Bodies.filters(request);
    Instant since = Bodies.time(request.query("since"));
    Instant until = Bodies.time(request.query("until"));
    if (since != null && until != null && since.isAfter(until)) {
      String from = request.query("since");
      throw EngineError
          .invalid("`since` time (" + from + ") cannot be after `until` time (" + request.query("until") + ")");
    }
    ApiVersion version = ApiVersion.parse(request.apiVersion());
    EventLog log = engine.events();
    long position = since == null && until == null ? log.end() : log.start();
    response.header("Content-Type", "application/json");
    OutputStream out = response.stream(200);
    while (true) {
      // Asked before reading: what happened until then is read after it.
      boolean last = until != null && Instant.now().isAfter(until);
      position = Math.max(position, log.start());
      for (EventMessage event : log.read(position)) {
        position++;
        Instant time = Instant.ofEpochSecond(0, Objects.requireNonNullElse(event.timeNano(), 0L));
        boolean inTime = (since == null || !time.isBefore(since)) && (until == null || !time.isAfter(until));
        if (inTime && matches(event, filters)) {
          out.write(Json.encode(EventMessage.ADAPTER, inVersion(event, version)).bytes());
          out.write('\n');
        }
      }
      out.flush();
      if (last) {
        out.close();
        return;
      }
      log.await(position, until == null ? 250 : Math.min(250, Math.max(1, millisTo(until))));
      if (response.isPeerGone()) {
        return;
      }
    }
  }

  private static long millisTo(Instant until) {
    long seconds = until.getEpochSecond() - Instant.now().getEpochSecond();
    return seconds > 1 ? 1000 : java.time.Duration.between(Instant.now(), until).toMillis() + 1;
  }

  /** What engines of that version do not send is left out. */
  private static EventMessage inVersion(EventMessage event, ApiVersion version) {
    EventMessage.Builder changed = event.toBuilder();
    if (version.isAfter(LAST_WITH_STATUS)) {
      changed.status(null).id(null).from(null);
    }
    EventActor actor = event.actor();
    if (FIRST_WITH_DURATION.isAfter(version) && actor != null && actor.attributes().containsKey("execDuration")) {
      Map<String, String> attributes = new LinkedHashMap<>(actor.attributes());
      attributes.remove("execDuration");
      changed.actor(actor.toBuilder().attributes(attributes).build());
    }
    return changed.build();
  }

  private static boolean matches(EventMessage event, Map<String, List<String>> filters) {
    String type = String.valueOf(event.type());
    String action = String.valueOf(event.action());
    EventActor actor = event.actor();
    Map<String, String> attributes = actor == null ? Map.of() : actor.attributes();
    String id = actor == null ? "" : String.valueOf(actor.id());
    String name = attributes.getOrDefault("name", "");
    String image = type.equals("image") ? name : attributes.getOrDefault("image", "");
    boolean named = List.of("config", "container", "daemon", "network", "node", "plugin", "secret", "service", "volume")
        .stream()
        .allMatch(each -> Bodies.anyMatch(filters, each, wanted -> type.equals(each) && isBegun(wanted, id, name)));
    return named
        && Bodies.anyMatch(filters, "type", type::equals)
        && Bodies.anyMatch(filters, "scope", String.valueOf(event.scope())::equals)
        && Bodies.anyMatch(filters, "event",
            wanted -> action.equals(wanted) || WITH_DETAILS.contains(wanted) && action.startsWith(wanted + ":"))
        && Bodies.anyMatch(filters, "image",
            wanted -> wanted.equals(image) || wanted.equals(withoutTag(image))
                || type.equals("image") && wanted.equals(id))
        && Bodies.labelsMatch(attributes, filters.get("label"));
  }

  /** Engines take the beginning of an id, and of a name. */
  private static boolean isBegun(String wanted, String id, String name) {
    return id.startsWith(wanted) || !name.isEmpty() && name.startsWith(wanted);
  }

  private static String withoutTag(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }
}
