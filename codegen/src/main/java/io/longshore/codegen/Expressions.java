package io.longshore.codegen;

import static org.openapitools.codegen.utils.CamelizeOption.LOWERCASE_FIRST_LETTER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openapitools.codegen.CodegenOperation;
import org.openapitools.codegen.CodegenProperty;
import org.openapitools.codegen.utils.StringUtils;

/**
 * Java expressions and names that are made of several words of the spec; the templates find them among the extensions.
 */
final class Expressions {
  private static final Map<String, String> PRIMITIVES = Map.of("Long", "long", "Double", "double");

  private Expressions() {}

  static void describe(CodegenOperation operation) {
    versions(operation.vendorExtensions);
    operation.vendorExtensions.put("options", !operation.queryParams.isEmpty());
  }

  static void describe(CodegenProperty property) {
    if (property.vendorExtensions.get("x-name") instanceof String name) {
      property.name = name;
    }
    versions(property.vendorExtensions);
    if (PRIMITIVES.containsKey(property.dataType)) {
      property.vendorExtensions.put("primitive", PRIMITIVES.get(property.dataType));
    }
    property.vendorExtensions.put("notes", notes(property.vendorExtensions, property.name, property.name));
    Adders.describe(property);
  }

  /** A parameter of a query: the type of its method's argument, and what the method does with it. */
  static void describeOption(CodegenProperty option) {
    Map<String, Object> extensions = option.vendorExtensions;
    extensions.put("notes", notes(extensions, option.name, option.baseName));
    if (extensions.get("x-filters") instanceof List<?> filters) {
      extensions.put("filters",
          filters.stream().map(filter -> filter((Map<?, ?>) filter, extensions.get("x-since"))).toList());
      extensions.put("since", literal(extensions.get("x-since")));
      String containers = filters.stream()
          .map(filter -> (Map<?, ?>) filter)
          .filter(filter -> "container".equals(filter.get("kind")))
          .map(filter -> literal(filter.get("name")))
          .collect(Collectors.joining(", "));
      if (!containers.isEmpty()) {
        extensions.put("containers", containers);
      }
      return;
    }
    String means = "the value; null leaves it out";
    String type = "@Nullable " + option.dataType;
    String value = option.name;
    if (extensions.containsKey("x-epoch")) {
      type = "@Nullable Instant";
      value = "QueryValues.epochSeconds(" + option.name + ")";
    } else if (extensions.get("x-seconds") instanceof String rounding) {
      type = "@Nullable Duration";
      value = "QueryValues.seconds(\"" + option.name + "\", " + option.name + ", " + rounding.equals("up") + ")";
      means += "; rounded " + rounding + " to seconds";
    } else if (extensions.containsKey("x-platform")) {
      type = option.isArray ? "String..." : "@Nullable String";
      value = option.isArray
          ? "added(\"" + option.baseName + "\", (Object[]) QueryValues.platforms(" + option.name + "))"
          : "QueryValues.platform(" + option.name + ")";
      means = "such as {@code linux/arm64} or {@code linux/arm/v7}; "
          + (option.isArray ? "added to those that were given before" : "null leaves it out");
    } else if (option.isBoolean) {
      boolean usual = Boolean.parseBoolean(option.defaultValue);
      type = "boolean";
      value = "QueryValues.flag(" + option.name + ", " + usual + ")";
      means = usual + " is the engine's default and not sent";
      extensions.put("isFlag", !usual);
    } else if (option.isArray) {
      type = option.items.dataType + "...";
      value = "added(\"" + option.baseName + "\", (Object[]) " + option.name + ")";
      means = "added to those that were given before";
    } else if (option.isLong || option.isInteger) {
      type = "long";
      if (option.minimum != null) {
        value = "QueryValues.atLeast(" + option.minimum + ", \"" + option.name + "\", " + option.name + ")";
        means = "at least " + option.minimum;
      } else {
        means = "the value";
      }
    }
    extensions.put("type", type);
    extensions.put("means", means);
    extensions.put("call", "put(\"" + option.baseName + "\", " + value + ", " + extensions.get("versions") + ")");
  }

  /** Adds to a filter what its methods are made of; it is no older than the parameter that holds it. */
  private static Map<String, Object> filter(Map<?, ?> filter, @Nullable Object sinceOfAll) {
    Map<String, Object> described = new LinkedHashMap<>();
    filter.forEach((key, value) -> described.put(String.valueOf(key), value));
    String name = String.valueOf(filter.get("name"));
    described.putIfAbsent("method", StringUtils.camelize(name, LOWERCASE_FIRST_LETTER));
    Object since = filter.get("since") == null ? sinceOfAll : filter.get("since");
    described.put("x-since", since);
    described.put("since", literal(since));
    described.put("notes", notes(described, String.valueOf(described.get("method")), name));
    described.put("is-" + filter.get("kind"), true);
    return described;
  }

  /** `versions` is what a method takes that wants the first and the last version, both of which may be missing. */
  private static void versions(Map<String, Object> extensions) {
    Object since = extensions.get("x-since");
    Object until = extensions.get("x-until");
    extensions.put("versions", literal(since) + ", " + literal(until));
    extensions.put("hasVersions", since != null || until != null);
  }

  private static String notes(Map<String, Object> extensions, String name, String wireName) {
    StringBuilder notes = new StringBuilder();
    if (!name.equals(StringUtils.camelize(wireName, LOWERCASE_FIRST_LETTER))) {
      notes.append(" Docker's {@code ").append(wireName).append("}.");
    }
    if (extensions.get("x-since") != null) {
      notes.append(" Since API ").append(extensions.get("x-since")).append('.');
    }
    if (extensions.get("x-until") != null) {
      notes.append(" Up to API ").append(extensions.get("x-until")).append('.');
    }
    return notes.toString();
  }

  private static String literal(@Nullable Object text) {
    return text == null ? "null" : "\"" + text + "\"";
  }
}
