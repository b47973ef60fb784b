package io.longshore.internal;

import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Filters of a list or prune operation: names with one value or more, sent as JSON in the query. */
public final class Filters {
  private static final JsonAdapter<Map<String, List<String>>> ADAPTER =
      JsonAdapter.map(JsonAdapter.list(JsonAdapter.STRING));

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /** Adds values; an engine takes those of one name as alternatives, and of different names all together. */
  public void add(String name, String... added) {
    Objects.requireNonNull(name, "filter name");
    // Without values nothing would be filtered, and pruning would take everything.
    if (added.length == 0) {
      throw new IllegalArgumentException("the filter " + name + " has no value; give it one or leave the filter out");
    }
    for (String value : added) {
      values.computeIfAbsent(name, key -> new ArrayList<>()).add(Objects.requireNonNull(value, name));
    }
  }

  /** The query parameter's value, or null when nothing is filtered. */
  public @Nullable String json() {
    return values.isEmpty() ? null : new String(Json.encode(ADAPTER, values).bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
