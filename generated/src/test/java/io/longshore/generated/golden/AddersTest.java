package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import golden.model.Crane;
import golden.model.Hook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What adds one item to a list or map of a builder, or sets a field of what is nested. */
class AddersTest {
  @Test
  void eachAddsToWhatIsThere() {
    Crane crane = Crane.builder()
        .names(List.of("a"))
        .addName("b")
        .label("x", "1")
        .label("y", "2")
        .label("x", "3")
        .env("A", "1=2")
        .env("B", "")
        .expose("80/tcp")
        .addHook(h -> h.size(1L))
        .addHook(Hook.builder().size(2L).build())
        .jib("left", j -> j.alloy("tin"))
        .jib("right", Hook.builder().alloy("iron").build())
        .build();
    assertEquals(List.of("a", "b"), crane.names());
    assertEquals(Map.of("x", "3", "y", "2"), crane.labels());
    assertEquals(List.of("A=1=2", "B="), crane.env());
    assertEquals(Map.of("80/tcp", Map.of()), crane.exposed());
    assertEquals(List.of(1L, 2L), crane.hooks().stream().map(Hook::size).toList());
    assertEquals("iron", crane.jibs().get("right").alloy());
    assertEquals("tin", crane.jibs().get("left").alloy());
  }

  @Test
  void whatIsNestedKeepsItsOtherFields() {
    Crane crane = Crane.builder().hook(h -> h.size(1L)).hook(h -> h.alloy("tin")).build();
    assertEquals(Hook.builder().size(1L).alloy("tin").build(), crane.hook());
  }

  @Test
  void whatIsNestedCanBeSetFromOutside() {
    Crane crane = Crane.builder().hook(h -> h.size(1L)).alloy("tin").build();
    assertEquals(Hook.builder().size(1L).alloy("tin").build(), crane.hook());
  }

  @Test
  void whatWasGivenOrBuiltBeforeDoesNotChange() {
    List<String> names = new ArrayList<>(List.of("a"));
    Map<String, String> labels = new LinkedHashMap<>(Map.of("x", "1"));
    Crane.Builder builder = Crane.builder().names(names).labels(labels);
    Crane before = builder.build();
    builder.addName("b").label("y", "2");
    assertEquals(List.of("a"), before.names());
    assertEquals(Map.of("x", "1"), before.labels());
    assertEquals(List.of("a"), names);
    assertThrows(UnsupportedOperationException.class, () -> builder.build().names().clear());
  }

  @Test
  void namesSaySomethingAndValuesAreThere() {
    assertThrows(IllegalArgumentException.class, () -> Crane.builder().label(" ", "x"));
    assertThrows(NullPointerException.class, () -> Crane.builder().label("x", null));
    assertThrows(NullPointerException.class, () -> Crane.builder().addName(null));
    String told = assertThrows(IllegalArgumentException.class, () -> Crane.builder().env("PASSWORD=hush", "x"))
        .getMessage();
    assertFalse(told.contains("hush"), told);
  }
}
