package io.longshore.generated.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.runtime.Answer;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.StreamKind;
import io.longshore.generated.runtime.UnknownListener;
import io.longshore.testing.SpecOperations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each recorded answer under spec/examples, read as the answer of its operation. */
class RecordedAnswersFitTheModelsTest {
  /** No engine that can be had answers these yet. */
  private static final Set<String> TOO_NEW = Set.of("ImageAttestations");

  private static final Path EXAMPLES = SpecFiles.SPEC.resolve("examples");

  static Stream<String> examples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> EXAMPLES.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .collect(Collectors.toList())
          .stream();
    }
  }

  /** The operation whose name the file bears; a variant such as {@code NetworkListEmpty} adds a word to it. */
  static ApiRequest<?> operation(String file) {
    Map<String, ApiRequest<?>> operations = SpecOperations.of(document(file));
    String name = name(file);
    ApiRequest<?> request = operations.get(name);
    if (request == null) {
      request = operations.get(name.replaceAll("[A-Z][a-z]+$", ""));
    }
    return Objects.requireNonNull(request, () -> file + " bears the name of no operation");
  }

  private static String document(String file) {
    return file.startsWith("experimental/") ? "experimental-networking.yaml" : "engine.yaml";
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1, file.length() - ".json".length());
  }

  static Object value(String file) throws IOException {
    Map<?, ?> example = (Map<?, ?>) Json.decode(JsonAdapter.ANY, Files.readAllBytes(EXAMPLES.resolve(file)));
    assertNotNull(example.get("summary"), file + " does not say where it is from");
    assertTrue(example.containsKey("value"), file + " has no value");
    return example.get("value");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theSpecKnowsEverythingInIt(String file) throws IOException {
    List<String> unknown = new ArrayList<>();
    decode(operation(file).answer().adapter(), value(file), (path, what) -> unknown.add(path + ": " + what));
    assertEquals(List.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void nothingInItIsLostOrChanged(String file) throws IOException {
    checkRoundTrip(operation(file).answer().adapter(), value(file));
  }

  private static <T> void checkRoundTrip(JsonAdapter<T> adapter, Object value) throws IOException {
    T first = decode(adapter, value, UnknownListener.IGNORE);
    if (value == null) {
      assertEquals(null, first);
      return;
    }
    byte[] written = Json.encode(adapter, first).bytes();
    assertEquals(first, Json.decode(adapter, written));
    List<String> differences = new ArrayList<>();
    compare("$", value, Json.decode(JsonAdapter.ANY, written), differences);
    assertEquals(List.of(), differences);
  }

  private static <T> T decode(JsonAdapter<T> adapter, Object value, UnknownListener listener) throws IOException {
    byte[] json = value == null ? new byte[] {'n', 'u', 'l', 'l'} : Json.encode(JsonAdapter.ANY, value).bytes();
    return Json.decode(adapter, new ByteArrayInputStream(json), listener);
  }

  /** What is written may leave out null and 'never', and may write times and numbers in another form. */
  private static void compare(String path, Object before, Object after, List<String> differences) {
    if (before instanceof Map<?, ?> map && after instanceof Map<?, ?> written) {
      map.forEach((key, value) -> compare(path + "." + key, value, written.get(key), differences));
      written.keySet().stream()
          .filter(key -> !map.containsKey(key))
          .forEach(key -> differences.add(path + " gained " + key));
    } else if (before instanceof List<?> list && after instanceof List<?> written && list.size() == written.size()) {
      for (int i = 0; i < list.size(); i++) {
        compare(path + "[" + i + "]", list.get(i), written.get(i), differences);
      }
    } else if (!Objects.equals(plain(before), plain(after))) {
      differences.add(path + ": " + before + " became " + after);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    if (value instanceof String text && text.contains("T")) {
      try {
        Instant time = OffsetDateTime.parse(text).toInstant();
        return time.equals(Instant.parse("0001-01-01T00:00:00Z")) ? null : time;
      } catch (DateTimeParseException e) {
        return value;
      }
    }
    return value;
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine.yaml", "experimental-networking.yaml"})
  void everyOperationThatAnswersJsonHasOne(String document) throws IOException {
    TreeSet<String> recorded = examples()
        .filter(file -> document(file).equals(document))
        .map(RecordedAnswersFitTheModelsTest::name)
        .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Answer.Form> missing = new TreeMap<>();
    SpecOperations.of(document)
        .forEach(
            (id, request) -> {
              Answer<?> answer = request.answer();
              boolean json = answer.form() == Answer.Form.JSON || answer.stream() == StreamKind.JSON;
              // A string comes as JSON or as text; only the document tells.
              boolean string = answer.form() == Answer.Form.TEXT
                  && successMedia(document, id).contains("application/json");
              if ((json || string) && !recorded.contains(id) && !TOO_NEW.contains(id)) {
                missing.put(id, answer.form());
              }
            });
    assertEquals(Map.of(), missing);
    assertFalse(recorded.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine.yaml", "experimental-networking.yaml"})
  void everyOperationOfTheDocumentIsGenerated(String document) {
    assertEquals(SpecFiles.operations(document).keySet(), SpecOperations.of(document).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine.yaml", "experimental-networking.yaml"})
  void successesAndFormsAreTheDocuments(String document) {
    Map<String, ApiRequest<?>> requests = SpecOperations.of(document);
    SpecFiles.operations(document)
        .forEach(
            (id, operation) -> {
              ApiRequest<?> request = requests.get(id);
              SpecFiles.map(operation.get("responses"))
                  .keySet()
                  .forEach(
                      status -> assertEquals(
                          status.compareTo("400") < 0,
                          request.isSuccess(Integer.parseInt(status)), id + " " + status));
              String stream = request.answer().stream() == null ? null
                  : request.answer().stream().name().toLowerCase(Locale.ROOT);
              assertEquals(operation.get("x-stream"), stream, id);
            });
  }

  @Test
  void noExampleIsLeftOver() throws IOException {
    examples().forEach(RecordedAnswersFitTheModelsTest::operation);
  }

  private static TreeSet<String> successMedia(String document, String id) {
    TreeSet<String> media = new TreeSet<>();
    SpecFiles.map(SpecFiles.operations(document).get(id).get("responses"))
        .forEach(
            (status, response) -> {
              Object content = SpecFiles.map(response).get("content");
              if (status.startsWith("2") && content != null) {
                media.addAll(SpecFiles.map(content).keySet());
              }
            });
    return media;
  }
}
