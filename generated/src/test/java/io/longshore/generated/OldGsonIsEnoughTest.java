package io.longshore.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.generated.runtime.Json;
import io.longshore.testing.OldGson;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many programs have a gson of their own, and Maven takes theirs: 2.8.9 is enough. */
class OldGsonIsEnoughTest {
  @Test
  void nothingNewerIsUsed() throws Exception {
    Path classes = Path.of(Json.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertEquals(List.of(), OldGson.newer(classes));
  }
}
