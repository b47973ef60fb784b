package io.longshore.generated;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.ApiDump;
import io.longshore.testing.GoldenFile;
import io.longshore.testing.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A change of the spec or of a template shows in review as a change of api.txt. */
class PublicSignaturesAreCommittedTest {
  @Test
  void apiTxtIsCurrent() {
    Path module = Repository.root().resolve("generated");
    String dump = ApiDump.of(module.resolve("target/classes"), name -> name.startsWith("io.longshore.generated"));
    assertTrue(dump.contains("io.longshore.generated.runtime.ApiRequest<T>: final class"), "the dump has lost classes");
    GoldenFile.check(module.resolve("api.txt"), dump);
  }
}
