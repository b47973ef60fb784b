package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.model.Crane;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonSequence;
import io.longshore.generated.runtime.UnknownListener;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is no answer fails with an IOException that names the place, and with nothing else. */
class BrokenJsonTest {
  private static final String WHOLE = "{\"ID\":\"é\",\"Weight\":12,\"Running\":true,\"Kind\":\"tower\",\"Created\":\"2024-01-01T00:00:00Z\","
      + "\"Ports\":{\"80/tcp\":[{\"Size\":1.5}]},\"New\":[null,{\"a\":-1.5e3}]}";

  @Test
  void cutOffAfterAnyByte() throws IOException {
    byte[] json = WHOLE.getBytes(StandardCharsets.UTF_8);
    Json.decode(Crane.ADAPTER, json);
    for (int length = 0; length < json.length; length++) {
      byte[] part = Arrays.copyOf(json, length);
      assertThrows(IOException.class,
          () -> Json.decode(Crane.ADAPTER, part),
          () -> new String(part, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "\"text\" | $",
      "[] | $",
      "5 | $",
      "true | $",
      "{\"ID\":{}} | $.ID",
      "{\"ID\":[]} | $.ID",
      "{\"Weight\":true} | $.Weight",
      "{\"Weight\":{}} | $.Weight",
      "{\"Weight\":\"many\"} | $.Weight",
      "{\"Weight\":\"\"} | $.Weight",
      "{\"Share\":\"much\"} | $.Share",
      "{\"Share\":[]} | $.Share",
      "{\"Running\":\"true\"} | $.Running",
      "{\"Created\":{}} | $.Created",
      "{\"Kind\":[]} | $.Kind",
      "{\"Hook\":\"text\"} | $.Hook",
      "{\"Hook\":[]} | $.Hook",
      "{\"Names\":\"one\"} | $.Names",
      "{\"Names\":{}} | $.Names",
      "{\"Names\":[\"a\",{}]} | $.Names[1]",
      "{\"Loads\":[1,\"x\"]} | $.Loads[1]",
      "{\"Labels\":[]} | $.Labels",
      "{\"Labels\":{\"k\":[]}} | $.Labels.k",
      "{\"Hooks\":[{},{\"Size\":{}}]} | $.Hooks[1].Size",
      "{\"Parent\":{\"Parent\":{\"Hook\":3}}} | $.Parent.Parent.Hook"
  })
  void aValueOfAnotherTypeNamesItsPath(String json, String path) {
    IOException e = assertThrows(IOException.class, () -> Json.decode(Crane.ADAPTER, bytes(json)));
    assertTrue((e.getMessage() + " ").contains(" " + path + " "), e.getMessage());
    assertFalse(e.getMessage().contains("github.com"), e.getMessage());
  }

  /** Paths contain keys, which come from the engine. */
  @ParameterizedTest
  @ValueSource(strings = {"{'Labels':{'KEY':", "{'Labels':{'KEY':[]}}", "{'Labels':{'KEY':x}}", "{'Labels':{'KEY'",
      "{'KEY':{'KEY':", "{'Labels':{'KEY':'x"})
  void aPathOfAnyLengthIsShortened(String pattern) {
    byte[] json = bytes(pattern.replace('\'', '"').replace("KEY", "k".repeat(5000)));
    IOException whole = assertThrows(IOException.class, () -> Json.decode(Crane.ADAPTER, json));
    IOException each = assertThrows(IOException.class, () -> new JsonSequence<>(Crane.ADAPTER,
        new ByteArrayInputStream(json), UnknownListener.IGNORE).next());
    for (IOException e : List.of(whole, each)) {
      assertTrue(e.getMessage().length() < 500, () -> "a message of " + e.getMessage().length());
      assertTrue(e.getCause() == null || e.getCause().getMessage().length() < 500, "a cause that is longer");
    }
  }

  @Test
  void soIsThatOfWhatIsNotKnown() throws IOException {
    List<String> paths = new ArrayList<>();
    Json.decode(Crane.ADAPTER, new InputStreamReader(new ByteArrayInputStream(
        bytes("{\"" + "k".repeat(5000) + "\":1}"))), (path, what) -> paths.add(path), Long.MAX_VALUE);
    assertEquals(1, paths.size());
    assertTrue(paths.get(0).length() < 500, () -> "a path of " + paths.get(0).length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}{}", "{} {}", "{}x", "{}]", "{},", "null null", "{}\n{\"ID\":\"a\"}", "{}\0"})
  void anythingAfterTheValue(String json) {
    assertThrows(IOException.class, () -> Json.decode(Crane.ADAPTER, bytes(json)));
  }

  @Test
  void butWhiteSpaceMayFollow() throws IOException {
    assertEquals(Crane.builder().build(), Json.decode(Crane.ADAPTER, bytes(" \r\n{} \t\r\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      " ",
      "<html>",
      "404 page not found",
      "{ID:\"a\"}",
      "{'ID':'a'}",
      "{\"ID\":\"a\",}",
      "{\"ID\" \"a\"}",
      "{\"ID\":a}",
      "{\"Weight\":NaN}",
      "{\"Share\":NaN}",
      "{\"Weight\":01}",
      "{\"ID\":\"\\x\"}",
      "{\"ID\":\"\\u12g4\"}",
      "{\"Names\":[1,]}",
      "{\"Names\":[1;2]}",
      "// comment\n{}",
      "{\"New\":NaN}",
      "{\"New\":{unquoted:1}}"
  })
  void whatIsNoJson(String json) {
    IOException e = assertThrows(IOException.class, () -> Json.decode(Crane.ADAPTER, bytes(json)));
    assertFalse(e.getMessage().contains("Strictness"), e.getMessage());
  }

  @Test
  void nestingDeepEnoughForEverythingRealButNotForAnAttack() throws IOException {
    assertEquals(Crane.class, Json.decode(Crane.ADAPTER, bytes(nested("{\"Parent\":", 200))).getClass());
    assertEquals(1, Wire.read(Crane.ADAPTER, "{\"New\":" + nested("[", 200) + "}").unknownFields().size());
    assertThrows(IOException.class, () -> Json.decode(Crane.ADAPTER, bytes(nested("{\"Parent\":", 100_000))));
    assertThrows(IOException.class, () -> Json.decode(Crane.ADAPTER, bytes("{\"New\":" + nested("[", 100_000) + "}")));
  }

  private static String nested(String open, int depth) {
    String close = open.startsWith("{") ? "}" : "]";
    return open.repeat(depth) + (close.equals("}") ? "null" : "1") + close.repeat(depth);
  }

  @Test
  void theSourceIsClosedEitherWay() throws IOException {
    for (String json : new String[] {"{}", "{", "5"}) {
      AtomicBoolean closed = new AtomicBoolean();
      var in = new FilterInputStream(new ByteArrayInputStream(bytes(json))) {
        @Override
        public void close() {
          closed.set(true);
        }
      };
      try {
        Json.decode(Crane.ADAPTER, in, UnknownListener.IGNORE);
        assertEquals("{}", json);
      } catch (IOException e) {
        assertFalse(json.equals("{}"), e::toString);
      }
      assertTrue(closed.get(), json);
    }
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
