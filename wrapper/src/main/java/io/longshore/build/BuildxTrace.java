package io.longshore.build;

import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.Rfc3339;
import io.longshore.internal.progress.TransferFeed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code docker buildx --progress=rawjson} prints what BuildKit says as JSON, an object per line. */
final class BuildxTrace extends VertexTrace {
  private static final JsonAdapter<Map<String, Object>> OBJECT = JsonAdapter.map(JsonAdapter.ANY);
  private static final List<String> KINDS = List.of("vertexes", "statuses", "logs", "warnings");

  BuildxTrace(BuildSettings wanted, TransferFeed feed) {
    super(wanted, feed);
  }

  /** The members of a JSON object; null if it is something else. */
  static @Nullable Map<String, Object> object(byte[] json) {
    try {
      return Json.decode(OBJECT, json);
    } catch (IOException e) {
      return null;
    }
  }

  /** Takes a line, if it is one of the trace. */
  boolean take(byte[] line) {
    Map<String, Object> object = line.length > 0 && line[0] == '{' ? object(line) : null;
    if (object == null || KINDS.stream().noneMatch(object::containsKey)) {
      return false;
    }
    for (Map<?, ?> each : objects(object, "vertexes")) {
      vertex(text(each, "digest"), text(each, "name"), Boolean.TRUE.equals(each.get("cached")), time(each, "started"),
          time(each, "completed"), text(each, "error"));
    }
    for (Map<?, ?> each : objects(object, "statuses")) {
      moved(text(each, "id"), number(each, "current"), number(each, "total"), each.get("completed") != null);
    }
    for (Map<?, ?> each : objects(object, "logs")) {
      log(text(each, "vertex"), number(each, "stream"), bytes(each, "data"));
    }
    for (Map<?, ?> each : objects(object, "warnings")) {
      warned(new String(bytes(each, "short"), StandardCharsets.UTF_8));
    }
    return true;
  }

  private static List<? extends Map<?, ?>> objects(Map<String, Object> object, String name) {
    return object.get(name) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(each -> (Map<?, ?>) each).toList()
        : List.of();
  }

  static String text(Map<?, ?> object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }

  private static long number(Map<?, ?> object, String name) {
    return object.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static byte[] bytes(Map<?, ?> object, String name) {
    try {
      return Base64.getDecoder().decode(text(object, name));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static @Nullable Instant time(Map<?, ?> object, String name) {
    String text = text(object, name);
    return text.isEmpty() ? null : Rfc3339.parse(text);
  }
}
