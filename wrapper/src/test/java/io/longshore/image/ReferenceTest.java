package io.longshore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Image names taken apart without changing what they mean. */
class ReferenceTest {
  @ParameterizedTest
  @CsvSource({
      "alpine, alpine, latest",
      "alpine:3.20, alpine, 3.20",
      "library/alpine, library/alpine, latest",
      "localhost:5000/alpine, localhost:5000/alpine, latest",
      "localhost:5000/alpine:3, localhost:5000/alpine, 3",
      "[::1]:5000/a/b:c, [::1]:5000/a/b, c",
      "ghcr.io/o/r/i:t, ghcr.io/o/r/i, t",
      "alpine@sha256:0a, alpine, sha256:0a",
      "alpine:3.20@sha256:0a, alpine, sha256:0a",
      "localhost:5000/alpine@sha256:0a, localhost:5000/alpine, sha256:0a",
      "localhost:5000/alpine:3@sha512:0a, localhost:5000/alpine, sha512:0a",
  })
  void parts(String text, String name, String tag) {
    assertEquals(new Reference(name, tag), Reference.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "alpine:", ":3", "@sha256:0a", "alpine@", "alpine@latest", "alpine@:0a", "/alpine", "alpine/", "host:5000/",
      "a:b:c",
      "host:5000/a:b:c", "a:b:c@sha256:0a"
  })
  void whatWouldBecomeAnotherImageIsRefused(String text) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Reference.parse(text));
    assertTrue(e.getMessage().contains("'" + text + "' is not a valid image reference; write it as"), e.getMessage());
  }

  @Test
  void emptyAndBlankAndBrokenOnesAreRefused() {
    assertEquals("image reference is empty",
        assertThrows(IllegalArgumentException.class, () -> Reference.parse("")).getMessage());
    assertEquals("image reference", assertThrows(NullPointerException.class, () -> Reference.parse(null)).getMessage());
    for (String text : new String[] {"a b", " a", "a\t", "a b:c"}) {
      assertTrue(assertThrows(IllegalArgumentException.class, () -> Reference.parse(text)).getMessage()
          .contains("white space"));
    }
    assertThrows(IllegalArgumentException.class, () -> Reference.parse("a\r\nb"));
  }
}
