package io.longshore.generated.runtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of one operation: the superclass of the generated options, such as {@code ContainerListOptions}. Not
 * thread-safe. This class does not connect to an engine.
 */
public abstract class Query {
  private static final JsonAdapter<Map<String, List<String>>> FILTERS = JsonAdapter
      .map(JsonAdapter.list(JsonAdapter.STRING));

  private final String operation;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Map<String, List<String>>> filters = new LinkedHashMap<>();
  private final Map<String, Feature> filterFeatures = new LinkedHashMap<>();
  private final Set<String> hidden = new HashSet<>();

  private record Value(List<String> texts, @Nullable Feature feature) {}

  /**
   * Starts with nothing set.
   *
   * @param operation Docker's name for the operation
   */
  protected Query(String operation) {
    this.operation = operation;
  }

  /**
   * Sets a parameter.
   *
   * @param name its name on the wire
   * @param value a string, number, boolean or enum, a list of them for a repeated parameter, or null to leave it out
   * @param since the first API version that has it, or null
   * @param until the last API version that has it, or null
   */
  protected final void put(String name, @Nullable Object value, @Nullable String since, @Nullable String until) {
    if (value == null) {
      values.remove(name);
      return;
    }
    List<String> texts = value instanceof List<?> items ? items.stream().map(String::valueOf).toList()
        : List.of(value.toString());
    Feature feature = since == null && until == null ? null : Feature.of(operation + "." + name, since, until);
    values.put(name, new Value(texts, feature));
  }

  /**
   * Keeps the values of a parameter out of {@link #toString()}, which may be secrets.
   *
   * @param name its name on the wire
   */
  protected final void hide(String name) {
    hidden.add(name);
  }

  /**
   * Adds values to a filter. Engines treat the values of one filter as alternatives, except for labels; every filter
   * must match.
   *
   * @param parameter the parameter that holds the filters
   * @param name the filter's name on the wire
   * @param since the first API version that has it, or null
   * @param added the values
   * @throws IllegalArgumentException if there is no value, or an empty one: nothing would be filtered, and a prune
   *     would remove everything
   */
  protected final void add(String parameter, String name, @Nullable String since, String... added) {
    Objects.requireNonNull(name, "filter name");
    if (added.length == 0) {
      throw new IllegalArgumentException("the filter " + name + " has no value; give it one or leave the filter out");
    }
    List<String> all = filters.computeIfAbsent(parameter, key -> new LinkedHashMap<>()).computeIfAbsent(name,
        key -> new ArrayList<>());
    for (String value : added) {
      if (value.isBlank()) {
        throw new IllegalArgumentException(
            "the filter " + name + " has an empty value, which matches everything; leave it out");
      }
      all.add(value);
    }
    if (since != null) {
      String feature = operation + "." + parameter + "." + name;
      filterFeatures.put(feature, Feature.of(feature, since, null));
    }
  }

  /**
   * Returns the values of a repeated parameter with more added.
   *
   * @param name the parameter's name on the wire
   * @param added the values to add
   * @return all of them
   */
  protected final List<String> added(String name, Object... added) {
    List<String> all = new ArrayList<>();
    if (values.get(name) != null) {
      all.addAll(values.get(name).texts());
    }
    for (Object value : added) {
      all.add(Objects.requireNonNull(value, () -> operation + ": a value of " + name + " is null").toString());
    }
    return all;
  }

  /** The parameters, filters as JSON. */
  final List<ApiRequest.Parameter> parameters() {
    List<ApiRequest.Parameter> parameters = new ArrayList<>();
    values.forEach(
        (name, value) -> value.texts()
            .forEach(text -> parameters.add(new ApiRequest.Parameter(name, text, hidden.contains(name)))));
    filters.forEach(
        (name, filter) -> parameters.add(
            new ApiRequest.Parameter(name, new String(Json.encode(FILTERS, filter).bytes(), StandardCharsets.UTF_8),
                false)));
    return parameters;
  }

  /** Returns what not every API version has. */
  final List<Feature> features() {
    List<Feature> features = new ArrayList<>();
    values.values().forEach(value -> {
      if (value.feature() != null) {
        features.add(value.feature());
      }
    });
    features.addAll(filterFeatures.values());
    return features;
  }

  /** Returns the operation and what is set. */
  @Override
  public String toString() {
    return operation + parameters();
  }
}
