package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.model.Crane;
import golden.model.CraneKind;
import golden.model.Hook;
import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.runtime.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is set is sent, and nothing else. */
class WhatIsSentTest {
  @Test
  void nothingThatIsUnset() {
    assertEquals("{}", Wire.write(Crane.ADAPTER, Crane.builder().build()));
    assertEquals("{}", Wire.write(ContainerCreateRequest.ADAPTER, ContainerCreateRequest.builder().build()));
    assertEquals("{}", Wire.write(HostConfig.ADAPTER, HostConfig.builder().build()));
  }

  @Test
  void aFieldThatWasUnsetAgain() {
    Crane crane = Crane.builder().id("a").names(List.of("b")).labels(Map.of()).anything(1).build();
    assertEquals(
        "{}", Wire.write(Crane.ADAPTER, crane.toBuilder().id(null).names(null).labels(null).anything(null).build()));
  }

  @Test
  void emptyListsMapsStringsZeroAndFalseThatWereSet() {
    Crane crane = Crane.builder()
        .id("")
        .weight(0L)
        .share(0.0)
        .running(false)
        .kind(CraneKind.NONE)
        .hook(Hook.builder().build())
        .names(List.of())
        .labels(Map.of())
        .build();
    assertEquals(
        "{\"ID\":\"\",\"Weight\":0,\"Share\":0.0,\"Running\":false,\"Kind\":\"\","
            + "\"Hook\":{},\"Names\":[],\"Labels\":{}}",
        Wire.write(Crane.ADAPTER, crane));
    assertEquals(crane, Wire.read(Crane.ADAPTER, Wire.write(Crane.ADAPTER, crane)));
  }

  @Test
  void namesOnTheWireWhateverTheyAreInJava() {
    Crane crane = Crane.builder().ipAddress("1").propertyClass("2").osVersion("3").name("4").value("5").other("6")
        .build();
    String json = "{\"IPAddress\":\"1\",\"class\":\"2\",\"os.version\":\"3\",\"name\":\"4\",\"value\":\"5\",\"other\":\"6\"}";
    assertEquals(json, Wire.write(Crane.ADAPTER, crane));
    assertEquals(crane, Wire.read(Crane.ADAPTER, json));
    assertEquals(crane, crane.toBuilder().build());
  }

  @Test
  void fieldsOfASharedSchemaBesideTheOwnOnes() {
    Hook hook = Hook.builder().alloy("tin").size(3L).build();
    assertEquals("{\"Alloy\":\"tin\",\"Size\":3}", Wire.write(Hook.ADAPTER, hook));
  }

  @Test
  void mapsInTheOrderInWhichTheyWereFilled() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("z", "1");
    labels.put("a", "2");
    assertEquals(
        "{\"Labels\":{\"z\":\"1\",\"a\":\"2\"}}", Wire.write(Crane.ADAPTER, Crane.builder().labels(labels).build()));
  }

  @Test
  void textInUtf8WithNothingEscapedThatNeedNotBe() {
    Crane crane = Crane.builder().id("<é & '🚢'>\u0000\u2028").build();
    String json = Wire.write(Crane.ADAPTER, crane);
    assertTrue(json.startsWith("{\"ID\":\"<é & '🚢'>\\u0000"), json);
    assertEquals(crane, Wire.read(Crane.ADAPTER, json));
  }

  @Test
  void timesWithAllTheirDigits() {
    Crane crane = Crane.builder().created(Instant.parse("2024-02-29T12:34:56.123456789Z")).build();
    assertEquals("{\"Created\":\"2024-02-29T12:34:56.123456789Z\"}", Wire.write(Crane.ADAPTER, crane));
  }

  @Test
  void aHugeLabelWhole() {
    String text = "x".repeat(1 << 20);
    byte[] json = Json.encode(Crane.ADAPTER, Crane.builder().labels(Map.of("k", text)).build()).bytes();
    assertEquals("{\"Labels\":{\"k\":\"" + text + "\"}}", new String(json, StandardCharsets.UTF_8));
  }

  @Test
  void notWhatJsonCannotSay() {
    assertRefused(Crane.builder().share(Double.NaN).build());
    assertRefused(Crane.builder().share(Double.POSITIVE_INFINITY).build());
    assertRefused(Crane.builder().id("half \ud83d").build());
    assertThrows(IllegalArgumentException.class, () -> Crane.builder().anything(new StringBuilder("x")));
    assertThrows(IllegalArgumentException.class, () -> Crane.builder().exposed(Map.of("80/tcp", Map.of("x", 'c'))));
  }

  private static void assertRefused(Crane crane) {
    assertThrows(IllegalArgumentException.class, () -> Json.encode(Crane.ADAPTER, crane));
  }
}
