package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.ApiDump;
import io.longshore.testing.GoldenFile;
import io.longshore.testing.Repository;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A change of what users compile against shows in review as a change of api.txt. */
class PublicSignaturesAreCommittedTest {
  @Test
  void apiTxtIsCurrent() throws IOException {
    String dump = ApiDump.of(WrapperClasses.folder(), WrapperClasses.exported()::contains);
    assertTrue(dump.contains("io.longshore.DockerClient: final class"), "the dump has lost classes");
    GoldenFile.check(Repository.root().resolve("wrapper/api.txt"), dump);
  }
}
