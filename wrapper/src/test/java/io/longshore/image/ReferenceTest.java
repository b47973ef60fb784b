package io.longshore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
      "alpine, https://index.docker.io/v1/", "team/app, https://index.docker.io/v1/",
      "docker.io/team/app, https://index.docker.io/v1/", "index.docker.io/team/app, https://index.docker.io/v1/",
      "registry-1.docker.io/app, registry-1.docker.io", "localhost/app, localhost",
      "localhost:5000/app:3, localhost:5000", "registry.example.com/app, registry.example.com",
      "[::1]:5000/app, [::1]:5000", "HOST/app, HOST"
  })
  void theRegistryIsTheKeyOfItsCredentials(String reference, String registry) {
    assertEquals(registry, Reference.parse(reference).registry());
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
