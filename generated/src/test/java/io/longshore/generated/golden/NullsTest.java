package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.model.Crane;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines write null where others write nothing. */
class NullsTest {
  @Test
  void aNullListOrMapIsEmptyAndNotWrittenBack() {
    Crane crane = Wire.read(Crane.ADAPTER,
        "{\"ID\":\"a\",\"Hooks\":null,\"Names\":null,\"Ports\":null,\"Labels\":null}");
    assertEquals(List.of(), crane.hooks());
    assertEquals(List.of(), crane.names());
    assertEquals(Map.of(), crane.ports());
    assertEquals(Map.of(), crane.labels());
    assertEquals("{\"ID\":\"a\"}", Wire.write(Crane.ADAPTER, crane));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID", "Weight", "Share", "Running", "Created", "Kind", "Hook", "Anything", "Parent", "class"})
  void aNullOfAnyOtherTypeIsUnset(String field) {
    Crane crane = Wire.read(Crane.ADAPTER, "{\"" + field + "\":null}");
    assertEquals(Crane.builder().build(), crane);
    assertEquals("{}", Wire.write(Crane.ADAPTER, crane));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"Ports\":{\"80/tcp\":null,\"81/tcp\":[]}}",
      "{\"Exposed\":{\"80/tcp\":null,\"81/udp\":{}}}",
      "{\"Names\":[null,\"a\"]}",
      "{\"Hooks\":[null,{\"Alloy\":\"tin\"}]}",
      "{\"Loads\":[1,null]}"
  })
  void aNullInsideAListOrMapSaysSomethingAndIsKept(String json) {
    Crane crane = Wire.read(Crane.ADAPTER, json);
    assertEquals(json, Wire.write(Crane.ADAPTER, crane));
    assertEquals(json, Wire.write(Crane.ADAPTER, crane.toBuilder().build()));
  }

  @Test
  void aNullInAListGivenToABuilderIsKeptToo() {
    Crane crane = Crane.builder().names(Arrays.asList("a", null)).build();
    assertEquals("{\"Names\":[\"a\",null]}", Wire.write(Crane.ADAPTER, crane));
  }

  @Test
  void aMapKeyThatIsThereWithNullIsTold() {
    Crane crane = Wire.read(Crane.ADAPTER, "{\"Ports\":{\"80/tcp\":null}}");
    assertTrue(crane.ports().containsKey("80/tcp"));
    assertNull(crane.ports().get("80/tcp"));
  }

  @Test
  void aWholeAnswerMayBeNull() throws Exception {
    assertNull(Json.decode(Crane.ADAPTER, new byte[] {'n', 'u', 'l', 'l'}));
    assertNull(
        Json.decode(JsonAdapter.list(Crane.ADAPTER), new byte[] {'n', 'u', 'l', 'l'}));
  }
}
