package io.longshore.generated.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {
  @Test
  void orderedByNumbersNotByText() {
    assertTrue(ApiVersion.parse("1.41").isAfter(ApiVersion.parse("1.9")));
    assertTrue(ApiVersion.parse("2.0").isAfter(ApiVersion.parse("1.99")));
    assertFalse(ApiVersion.parse("1.41").isAfter(ApiVersion.parse("1.41")));
    assertEquals("1.41", ApiVersion.parse("1.41").toString());
    assertThrows(IllegalArgumentException.class, () -> new ApiVersion(1, -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "v1.41", "1.41.0", "1.", ".1", " 1.41", "1.-1", "1.9999999999", "١.٤١"})
  void otherForms(String text) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ApiVersion.parse(text));
    assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
  }
}
