package io.longshore.generated.spec;

import io.longshore.testing.Repository;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files under spec/, as plain maps and lists, and ways through them. */
final class SpecFiles {
  static final Path SPEC = Repository.root().resolve("spec");
  static final List<String> DOCUMENTS = List.of("engine.yaml", "experimental-networking.yaml");
  private static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete", "options");

  private SpecFiles() {}

  /** Every YAML file that holds a part of a document, by its name relative to spec/. */
  static Map<String, Map<String, Object>> all() {
    Map<String, Map<String, Object>> files = new TreeMap<>();
    for (String folder : List.of("", "paths", "schemas")) {
      try (Stream<Path> found = Files.list(SPEC.resolve(folder))) {
        found
            .map(file -> SPEC.relativize(file).toString().replace('\\', '/'))
            .filter(name -> name.endsWith(".yaml") && !name.equals("redocly.yaml"))
            .forEach(name -> files.put(name, load(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  static Map<String, Object> load(String name) {
    try (Reader reader = Files.newBufferedReader(SPEC.resolve(name))) {
      return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every operation of a document as {@code operationId} and its node, in the order of the paths. */
  static Map<String, Map<String, Object>> operations(String document) {
    Map<String, Map<String, Object>> operations = new LinkedHashMap<>();
    for (Object item : map(load(document).get("paths")).values()) {
      String[] reference = ((String) map(item).get("$ref")).split("#/");
      Map<String, Object> path = map(load(reference[0]).get(reference[1]));
      for (String method : METHODS) {
        if (path.containsKey(method)) {
          Map<String, Object> operation = map(path.get(method));
          operations.put((String) operation.get("operationId"), operation);
        }
      }
    }
    return operations;
  }

  /** The schemas that a document reaches, as {@code file#/Name}. */
  static TreeSet<String> schemas(String document) {
    TreeSet<String> seen = new TreeSet<>();
    follow(document, load(document), seen, new TreeMap<>());
    seen.removeIf(reference -> !reference.startsWith("schemas/"));
    return seen;
  }

  private static void follow(String file, Object node, TreeSet<String> seen, Map<String, Map<String, Object>> loaded) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("$ref") instanceof String reference && !reference.endsWith(".json")) {
        String[] parts = reference.split("#/");
        String target = parts[0].isEmpty() ? file : Path.of(file).resolveSibling(parts[0]).normalize().toString();
        if (seen.add(target + "#/" + parts[1])) {
          Map<String, Object> content = loaded.computeIfAbsent(target, SpecFiles::load);
          if (!content.containsKey(parts[1])) {
            throw new AssertionError(file + " refers to " + reference + ", which is not there");
          }
          follow(target, content.get(parts[1]), seen, loaded);
        }
      }
      map.values().forEach(value -> follow(file, value, seen, loaded));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> follow(file, value, seen, loaded));
    }
  }

  /** Visits every map below a node, with the way to it; what stands in examples is data and left out. */
  static void walk(String where, Object node, BiConsumer<String, Map<String, Object>> visitor) {
    if (node instanceof Map<?, ?> map) {
      visitor.accept(where, map(map));
      map.forEach(
          (key, value) -> {
            if (!key.equals("example") && !key.equals("examples")) {
              walk(where + "/" + key, value, visitor);
            }
          });
    } else if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(where + "/" + i, list.get(i), visitor);
      }
    }
  }

  /** Visits every schema, named or inline, with the way to it and whether it stands under a name of its own. */
  static void schemas(SchemaVisitor visitor) {
    all()
        .forEach(
            (file, content) -> {
              if (file.startsWith("schemas/")) {
                content.forEach((name, schema) -> schema(file + "#/" + name, map(schema), true, visitor));
              } else {
                walk(
                    file,
                    content,
                    (where, node) -> {
                      if (node.get("schema") instanceof Map<?, ?> schema) {
                        schema(where + "/schema", map(schema), false, visitor);
                      }
                    });
              }
            });
  }

  private static void schema(String where, Map<String, Object> schema, boolean named, SchemaVisitor visitor) {
    visitor.visit(where, schema, named);
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, property) -> schema(where + "/" + name, map(property), false, visitor));
    }
    for (String word : List.of("items", "additionalProperties", "not")) {
      if (schema.get(word) instanceof Map<?, ?> inner) {
        schema(where + "/" + word, map(inner), false, visitor);
      }
    }
    if (schema.get("allOf") instanceof List<?> parts) {
      for (Object part : parts) {
        // The object that a named allOf adds to a shared one belongs to that name.
        schema(where + "/allOf", map(part), named, visitor);
      }
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  /** Told of each schema. */
  interface SchemaVisitor {
    void visit(String where, Map<String, Object> schema, boolean named);
  }
}
