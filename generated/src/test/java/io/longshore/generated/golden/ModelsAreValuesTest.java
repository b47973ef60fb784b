package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import golden.model.Crane;
import golden.model.CraneKind;
import golden.model.Hook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Immutable, and equal when everything in them is. */
class ModelsAreValuesTest {
  private static final String FULL = """
      {"ID":"a","Weight":1,"Share":0.5,"Running":true,"Created":"2024-01-01T00:00:00Z","Kind":"tower",\
      "Hook":{"Alloy":"tin","Size":2},"Hooks":[{}],"Names":["n"],"Ports":{"80/tcp":[{}]},"Labels":{"k":"v"},\
      "Anything":{"deep":[1]},"New":{"deep":[1]}}""";

  @Test
  void equalWhenEverythingIs() {
    Crane one = Wire.read(Crane.ADAPTER, FULL);
    Crane two = Wire.read(Crane.ADAPTER, FULL);
    assertEquals(one, two);
    assertEquals(one.hashCode(), two.hashCode());
    assertEquals(one, one.toBuilder().build());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "\"ID\":\"b\"",
      "\"Weight\":2",
      "\"Share\":0.6",
      "\"Running\":false",
      "\"Created\":\"2024-01-01T00:00:01Z\"",
      "\"Kind\":\"winch\"",
      "\"Hook\":{\"Alloy\":\"tin\",\"Size\":3}",
      "\"Hooks\":[]",
      "\"Names\":null",
      "\"Ports\":{\"80/tcp\":null}",
      "\"Labels\":{\"k\":\"w\"}",
      "\"Anything\":{\"deep\":[2]}",
      "\"New\":{\"deep\":[2]}",
      "\"New2\":null"
  })
  void differentWhenOneFieldIs(String field) {
    // The last of two fields with one name counts.
    Crane other = Wire.read(Crane.ADAPTER, FULL.substring(0, FULL.length() - 1) + "," + field + "}");
    assertNotEquals(Wire.read(Crane.ADAPTER, FULL), other);
    assertNotEquals(other, Wire.read(Crane.ADAPTER, FULL));
  }

  @Test
  void differentFromOtherTypesAndNull() {
    assertNotEquals(Crane.builder().build(), Hook.builder().build());
    assertNotEquals(Crane.builder().build(), null);
    assertNotEquals(CraneKind.TOWER, "tower");
  }

  @Test
  void enumsAreEqualByValue() {
    assertEquals(CraneKind.of("new"), CraneKind.of("new"));
    assertEquals(CraneKind.of("new").hashCode(), CraneKind.of("new").hashCode());
    assertNotEquals(CraneKind.of("new"), CraneKind.TOWER);
    assertEquals(2, new LinkedHashSet<>(List.of(CraneKind.of("new"), CraneKind.TOWER)).size());
  }

  @Test
  void listsAndMapsGivenToABuilderAreCopiedAtEveryDepth() {
    List<String> names = new ArrayList<>(List.of("a"));
    Map<String, String> labels = new HashMap<>(Map.of("k", "v"));
    List<Hook> hooks = new ArrayList<>();
    Map<String, List<Hook>> ports = new HashMap<>(Map.of("80/tcp", hooks));
    List<Object> deep = new ArrayList<>();
    Crane crane = Crane.builder()
        .names(names)
        .labels(labels)
        .ports(ports)
        .anything(Map.of("deep", deep))
        .exposed(Map.of("x", deep))
        .build();
    Crane before = crane.toBuilder().build();
    String written = Wire.write(Crane.ADAPTER, crane);
    names.add("b");
    labels.clear();
    hooks.add(Hook.builder().build());
    ports.put("81/tcp", hooks);
    deep.add(1);
    assertEquals(before, crane);
    assertEquals(written, Wire.write(Crane.ADAPTER, crane));
  }

  @Test
  void aBuilderThatGoesOnChangesNothingThatItBuilt() {
    Crane.Builder builder = Crane.builder().id("a").unknownField("New", 1L);
    Crane first = builder.build();
    Crane second = builder.id("b").unknownField("New", 2L).unknownField("Newer", 3L).build();
    assertEquals("{\"ID\":\"a\",\"New\":1}", Wire.write(Crane.ADAPTER, first));
    assertEquals("{\"ID\":\"b\",\"New\":2,\"Newer\":3}", Wire.write(Crane.ADAPTER, second));
    Crane.Builder third = first.toBuilder().unknownField("New", 4L);
    assertEquals("{\"ID\":\"a\",\"New\":1}", Wire.write(Crane.ADAPTER, first));
    assertEquals("{\"ID\":\"a\",\"New\":4}", Wire.write(Crane.ADAPTER, third.build()));
  }

  @Test
  void nothingThatAModelReturnsCanBeChanged() {
    Crane read = Wire.read(Crane.ADAPTER, FULL);
    Crane built = Crane.builder()
        .hooks(new ArrayList<>(read.hooks()))
        .names(new ArrayList<>(read.names()))
        .ports(new HashMap<>(read.ports()))
        .labels(new HashMap<>(read.labels()))
        .anything(new HashMap<>(Map.of("deep", new ArrayList<>(List.of(1)))))
        .unknownField("New", new HashMap<>(Map.of("deep", new ArrayList<>(List.of(1)))))
        .build();
    for (Crane crane : List.of(read, built, read.toBuilder().build(), Crane.builder().build())) {
      assertThrows(UnsupportedOperationException.class, () -> crane.hooks().add(Hook.builder().build()));
      assertThrows(UnsupportedOperationException.class, () -> crane.names().add("x"));
      assertThrows(UnsupportedOperationException.class, () -> crane.labels().put("x", "y"));
      assertThrows(UnsupportedOperationException.class, () -> crane.ports().put("x", List.of()));
      assertThrows(UnsupportedOperationException.class, () -> crane.unknownFields().put("x", 1));
    }
    for (Crane crane : List.of(read, built)) {
      List<Hook> hooks = crane.ports().get("80/tcp");
      assertThrows(UnsupportedOperationException.class, () -> hooks.add(Hook.builder().build()));
      assertFixed(crane.anything());
      assertFixed(crane.unknownFields().get("New"));
    }
  }

  /** A map with a list in it, neither of which takes a change. */
  private static void assertFixed(Object value) {
    Map<?, ?> map = (Map<?, ?>) value;
    List<?> deep = (List<?>) map.get("deep");
    assertThrows(UnsupportedOperationException.class, () -> map.remove("deep"));
    assertThrows(UnsupportedOperationException.class, () -> deep.remove(0));
  }

  @Test
  void absentListsAndMapsAreEmptyAndAbsentTimesNull() {
    Crane crane = Crane.builder().build();
    assertEquals(List.of(), crane.kinds());
    assertEquals(Set.of(), crane.exposed().keySet());
    assertEquals((Instant) null, crane.created());
  }
}
