package io.longshore.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.image.References;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Image names taken apart. {@code contract.ReferencesTest} holds the same table against the docker command. */
class ReferenceTest {
  static List<References.Row> rows() {
    return References.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowOfTheTable(References.Row row) {
    if (row.refused()) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Reference.parse(row.reference()));
      assertTrue(e.getMessage().contains("'" + row.reference() + "' is not a valid image reference: "), e::getMessage);
      assertTrue(e.getMessage().endsWith("write it as name, name:tag or name@sha256:…"), e::getMessage);
    } else {
      Reference parsed = Reference.parse(row.reference());
      assertEquals(row.name(), parsed.name());
      assertEquals(row.tag(), parsed.tagOrDigest());
    }
  }

  @Test
  void whatIsNoTextIsRefused() {
    assertEquals("image reference is empty",
        assertThrows(IllegalArgumentException.class, () -> Reference.parse("")).getMessage());
    assertEquals("image reference", assertThrows(NullPointerException.class, () -> Reference.parse(null)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Reference.parse("a\r\nb"));
  }

  @Test
  void aDigestIsRefusedWhereATagIsWanted() {
    String digest = "alpine@sha256:" + "a".repeat(64);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> Reference.parse(digest).withoutDigest("tag"));
    assertEquals("tag takes a name with a tag, and " + digest + " has a digest; leave it out", e.getMessage());
  }
}
