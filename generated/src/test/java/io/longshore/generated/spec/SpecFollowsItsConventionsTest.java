package io.longshore.generated.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conventions of spec/README.md, as far as a machine can tell. */
class SpecFollowsItsConventionsTest {
  private static final Pattern VERSION = Pattern.compile("1\\.\\d\\d");
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Set<String> STREAMS = Set.of("raw", "multiplexed", "json", "tar", "hijack");

  /** What would break Javadoc or end its comment; the templates copy descriptions as they are. */
  private static final Pattern UNSAFE_IN_JAVADOC = Pattern.compile("[<>&]|\\*/|/\\*|\\{@|(?<![\\p{Alnum}])@\\w|\\\\u");

  private final List<String> wrong = new ArrayList<>();
  private int seen;

  @AfterEach
  void nothingWasWrongAndSomethingWasSeen() {
    assertEquals("", String.join("\n", wrong));
    assertTrue(seen > 5, "only " + seen + " places were looked at");
  }

  private void check(boolean fine, String where, String what) {
    seen++;
    if (!fine) {
      wrong.add(where + ": " + what);
    }
  }

  @Test
  void everyIntegerIsInt64() {
    SpecFiles.schemas(
        (where, schema, named) -> {
          if ("integer".equals(schema.get("type"))) {
            check("int64".equals(schema.get("format")), where, "an integer is format: int64");
          }
        });
  }

  @Test
  void noOneOfAnyOfOrNot() {
    SpecFiles.schemas(
        (where, schema, named) -> check(
            !schema.containsKey("oneOf") && !schema.containsKey("anyOf") && !schema.containsKey("not"),
            where,
            "oneOf, anyOf and not have no Java form here"));
  }

  @Test
  void enumsAndObjectsWithPropertiesHaveNames() {
    SpecFiles.schemas(
        (where, schema, named) -> {
          check(named || !schema.containsKey("enum"), where, "an inline enum; name it in schemas/");
          check(named || !schema.containsKey("properties"), where, "an inline object with properties; name it");
        });
  }

  @Test
  void allOfIsOneReferenceOrASharedObjectWithAnother() {
    SpecFiles.schemas(
        (where, schema, named) -> {
          if (schema.get("allOf") instanceof List<?> parts) {
            boolean first = SpecFiles.map(parts.get(0)).containsKey("$ref");
            check(first && (parts.size() == 1 || named),
                where, "allOf is one $ref, or in a named schema $ref and object");
            check(parts.size() > 1 || !schema.containsKey("type"),
                where, "type beside allOf makes the generator drop the reference");
          }
        });
  }

  @Test
  void nothingStandsBesideAReference() {
    SpecFiles.all()
        .forEach(
            (file, content) -> SpecFiles.walk(
                file,
                content,
                (where, node) -> {
                  if (node.get("$ref") instanceof String) {
                    check(node.size() == 1, where, "OpenAPI 3.0 ignores what stands beside $ref; use allOf");
                  }
                }));
  }

  @Test
  void noFieldHasADefault() {
    SpecFiles.schemas(
        (where, schema, named) -> check(
            !schema.containsKey("default") || where.contains("/parameters/"), where,
            "say the default in the description"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine.yaml", "experimental-networking.yaml"})
  void schemaNamesAreClassNamesAndUnique(String document) {
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String reference : SpecFiles.schemas(document)) {
      String name = reference.substring(reference.indexOf("#/") + 2);
      String other = names.put(name, reference);
      check(other == null, reference, "has the same name as " + other);
      check(NAME.matcher(name).matches(), reference, "is no UpperCamelCase class name");
    }
  }

  @Test
  void everySchemaIsUsed() {
    TreeSet<String> used = new TreeSet<>();
    SpecFiles.DOCUMENTS.forEach(document -> used.addAll(SpecFiles.schemas(document)));
    SpecFiles.all()
        .forEach(
            (file, content) -> {
              if (file.startsWith("schemas/")) {
                content.keySet().forEach(
                    name -> check(used.contains(file + "#/" + name), file + "#/" + name, "is not used"));
              }
            });
  }

  @Test
  void extensionsHaveTheirForms() {
    Set<String> known = Set.of("x-since", "x-until", "x-stream", "x-sensitive", "x-slashes", "x-epoch", "x-safe",
        "x-filters", "x-oldest", "x-enum-varnames", "x-name",
        "x-seconds", "x-platform", "x-item", "x-direct", "x-also");
    SpecFiles.all()
        .forEach(
            (file, content) -> SpecFiles.walk(
                file,
                content,
                (where, node) -> node.forEach(
                    (key, value) -> {
                      if (key.startsWith("x-") && !where.endsWith("/properties")) {
                        check(known.contains(key), where, key + " is no extension of this spec");
                        check(extension(key, value), where, key + ": " + value + " has another form");
                      }
                    })));
  }

  private static boolean extension(String key, Object value) {
    return switch (key) {
      // Unquoted, YAML makes a number of it and 1.50 becomes 1.5.
      case "x-since", "x-until", "x-oldest" -> value instanceof String text && VERSION.matcher(text).matches();
      case "x-stream" -> value instanceof String word && STREAMS.contains(word);
      case "x-filters", "x-enum-varnames" -> value instanceof List;
      case "x-name", "x-seconds", "x-also" -> value instanceof String;
      case "x-item" -> value instanceof String || value instanceof Map;
      default -> Boolean.TRUE.equals(value);
    };
  }

  @Test
  void nothingIsMarkedAsNewThatEveryEngineHas() {
    SpecFiles.all()
        .forEach(
            (file, content) -> SpecFiles.walk(
                file,
                content,
                (where, node) -> {
                  if (node.get("x-since") instanceof String since) {
                    check(since.compareTo("1.24") > 0, where, "x-since " + since + " is in every covered version");
                  }
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine.yaml", "experimental-networking.yaml"})
  void operationsAreMarkedAndDescribed(String document) {
    SpecFiles.operations(document)
        .forEach(
            (id, operation) -> {
              check(NAME.matcher(id).matches(), document, id + " is no class name");
              check(operation.get("summary") instanceof String, id, "has no summary");
              check(operation.get("description") instanceof String, id, "has no description");
              check(operation.get("tags") instanceof List<?> tags && tags.size() == 1, id, "has not exactly one tag");
              boolean binary = false;
              boolean success = false;
              for (Map.Entry<String, Object> response : SpecFiles.map(operation.get("responses")).entrySet()) {
                boolean fine = response.getKey().compareTo("400") < 0;
                success |= fine;
                String text = response.getValue().toString();
                binary |= fine && (text.contains("format=binary") || response.getKey().equals("101"));
                check(
                    fine
                        || document.startsWith("experimental")
                        || text.contains("ErrorResponse")
                        || !text.contains("content="), // answers to HEAD have no body
                    id + " " + response.getKey(),
                    "an error that is no ErrorResponse");
              }
              check(success, id, "declares no success");
              check(!binary || operation.containsKey("x-stream"), id, "answers bytes and has no x-stream");
            });
  }

  @Test
  void descriptionsAreSafeInJavadoc() {
    SpecFiles.all()
        .forEach(
            (file, content) -> SpecFiles.walk(
                file,
                content,
                (where, node) -> {
                  for (String word : List.of("description", "summary")) {
                    if (node.get(word) instanceof String text && !where.endsWith("/properties")) {
                      check(!UNSAFE_IN_JAVADOC.matcher(text).find(), where + "/" + word, text);
                      check(text.length() == text.strip().length() && !text.isEmpty(),
                          where, "blank around the text");
                    }
                  }
                  if (node.get("summary") instanceof String summary && node.containsKey("operationId")) {
                    check(!summary.endsWith("."),
                        where, "a summary ends without a full stop; the template adds it");
                  }
                }));
  }
}
