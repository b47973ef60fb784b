package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import golden.model.Crane;
import golden.model.CraneKind;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A newer engine's fields and values come back to it unchanged: inspect, change, update erases nothing. */
class WhatTheSpecDoesNotKnowTest {
  @ParameterizedTest
  @ValueSource(strings = {
      "1",
      "-9223372036854775808",
      "18446744073709551615",
      "123456789012345678901234567890",
      "0.1",
      "3.141592653589793238462643383279",
      "1.50",
      "true",
      "null",
      "\"\"",
      "\"5\"",
      "\"line\\nbreak \\\" \\\\ é € 🚢 </script>\"",
      "[]",
      "{}",
      "[1,[2.5,[null,{\"a\":[{}]}]]]",
      "{\"a\":null,\"b\":{\"c\":{\"d\":[18446744073709551615,0.1]}}}"
  })
  void anUnknownFieldSurvives(String value) {
    String json = "{\"ID\":\"a\",\"NewThing\":" + value + "}";
    assertSurvives(json);
    assertSurvives("{\"Hook\":{\"Alloy\":\"tin\",\"NewThing\":" + value + "}}");
    assertSurvives("{\"Hooks\":[{\"NewThing\":" + value + "}],\"Parent\":{\"Parent\":{\"NewThing\":" + value + "}}}");
    assertSurvives("{\"Ports\":{\"80/tcp\":[{\"NewThing\":" + value + "}]}}");
    assertSurvives("{\"Anything\":" + (value.equals("null") ? "{}" : value) + "}");
  }

  private static void assertSurvives(String json) {
    Crane crane = Wire.read(Crane.ADAPTER, json);
    assertEquals(json, Wire.write(Crane.ADAPTER, crane));
    Crane copy = crane.toBuilder().build();
    assertEquals(json, Wire.write(Crane.ADAPTER, copy));
    assertEquals(crane, copy);
  }

  @Test
  void aChangeOfAnotherFieldLeavesThemAlone() {
    Crane crane = Wire.read(Crane.ADAPTER, "{\"ID\":\"a\",\"New\":{\"x\":1},\"Hook\":{\"Newer\":2}}");
    Crane changed = crane.toBuilder().id("b").build();
    assertEquals("{\"ID\":\"b\",\"Hook\":{\"Newer\":2},\"New\":{\"x\":1}}", Wire.write(Crane.ADAPTER, changed));
  }

  @Test
  void unknownFieldsArePlainJava() {
    Crane crane = Wire.read(Crane.ADAPTER, "{\"N\":1,\"D\":1.5,\"L\":[true,null],\"M\":{\"k\":\"v\"}}");
    assertEquals(1L, crane.unknownFields().get("N"));
    assertEquals(new BigDecimal("1.5"), crane.unknownFields().get("D"));
    assertEquals(Arrays.asList(true, null), crane.unknownFields().get("L"));
    assertEquals(Map.of("k", "v"), crane.unknownFields().get("M"));
  }

  @ParameterizedTest
  @CsvSource({"1e999999999999", "-1e-999999999999"})
  void aNumberBeyondAllBoundsIsRefusedWithItsPath(String number) {
    UncheckedIOException e = assertThrows(UncheckedIOException.class,
        () -> Wire.read(Crane.ADAPTER, "{\"New\":{\"x\":" + number + "}}"));
    assertEquals("a number out of range at $.New.x", e.getCause().getMessage());
  }

  @Test
  void anUnknownEnumValueSurvives() {
    String json = "{\"Kind\":\"floating\",\"Kinds\":[\"tower\",\"flying\"]}";
    Crane crane = Wire.read(Crane.ADAPTER, json);
    assertEquals(CraneKind.of("floating"), crane.kind());
    assertEquals(CraneKind.Known.UNKNOWN_TO_SPEC, crane.kind().known());
    assertEquals("floating", crane.kind().toString());
    assertEquals(json, Wire.write(Crane.ADAPTER, crane.toBuilder().build()));
  }

  @Test
  void knownEnumValuesAreTheConstantsEvenTheEmptyOne() {
    assertSame(CraneKind.TOWER, Wire.read(CraneKind.ADAPTER, "\"tower\""));
    assertSame(CraneKind.NONE, Wire.read(CraneKind.ADAPTER, "\"\""));
    assertSame(CraneKind.CGROUPNS_X, CraneKind.of("cgroupns:x"));
    assertEquals(CraneKind.Known.ON_FAILURE, CraneKind.of("on-failure").known());
  }

  @Test
  void theListenerHearsTheExactPath() {
    assertEquals(
        List.of(
            "$.New: field",
            "$.Hook.New: field",
            "$.Hooks[1].New: field",
            "$.Ports.80/tcp[0].New: field",
            "$.Kind: value 'floating' of CraneKind",
            "$.Kinds[1]: value 'flying' of CraneKind",
            "$.Created: not an RFC 3339 time",
            "$.Checked[1]: not an RFC 3339 time",
            "$.Parent.Parent.id: field"),
        Wire.reports(
            Crane.ADAPTER,
            """
                {"New": {"secret": "s3cret"}, "Hook": {"New": 1}, "Hooks": [{}, {"New": 1}],
                 "Ports": {"80/tcp": [{"New": null}]}, "Kind": "floating", "Kinds": ["tower", "flying", "tower"],
                 "Created": "yesterday", "Checked": ["2024-01-01T00:00:00Z", "noon", null],
                 "Parent": {"Parent": {"id": "case matters"}}}
                """));
  }

  @Test
  void theListenerHearsNothingOfWhatTheSpecKnows() {
    assertEquals(
        List.of(),
        Wire.reports(
            Crane.ADAPTER,
            "{\"ID\":null,\"Anything\":{\"a\":1},\"Labels\":{\"any\":\"b\"},\"Exposed\":{\"x\":{\"y\":1}}}"));
  }

  @Test
  void aCallerCanAddAField() {
    List<Object> list = new ArrayList<>(List.of(1));
    Crane.Builder builder = Crane.builder().unknownField("New", list).unknownField("None", null);
    Crane crane = builder.build();
    list.add(2);
    builder.unknownField("Later", true);
    assertEquals("{\"New\":[1],\"None\":null}", Wire.write(Crane.ADAPTER, crane));
    assertThrows(IllegalArgumentException.class, () -> builder.unknownField("Bad", new Object()));
  }

  @Test
  void ofTwoFieldsWithOneNameTheLastCounts() {
    Crane crane = Wire.read(Crane.ADAPTER,
        "{\"ID\":\"a\",\"New\":1,\"ID\":\"b\",\"New\":2,\"Labels\":{\"k\":\"1\",\"k\":\"2\"}}");
    assertEquals("{\"ID\":\"b\",\"Labels\":{\"k\":\"2\"},\"New\":2}", Wire.write(Crane.ADAPTER, crane));
  }
}
