package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.ApiDump;
import io.longshore.testing.GoldenFile;
import io.longshore.testing.PackageInfos;
import io.longshore.testing.Repository;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the compiler does not know of this module. */
class ArchitectureTest {
  @Test
  void everyPackageIsNullMarked() throws IOException {
    assertEquals(List.of(), PackageInfos.missing("embedded"));
  }

  /** A change of what users compile against shows in review as a change of api.txt. */
  @Test
  void apiTxtIsCurrent() throws URISyntaxException {
    Path classes = Path.of(EmbeddedEngine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String dump = ApiDump.of(classes, "io.longshore.embedded"::equals);
    assertTrue(dump.contains("io.longshore.embedded.EmbeddedEngine: final class"), "the dump has lost classes");
    GoldenFile.check(Repository.root().resolve("embedded/api.txt"), dump);
  }
}
