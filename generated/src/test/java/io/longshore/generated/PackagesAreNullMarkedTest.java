package io.longshore.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.testing.PackageInfos;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Also of the code generator, which has no tests of its own. */
class PackagesAreNullMarkedTest {
  @ParameterizedTest
  @ValueSource(strings = {"codegen", "generated"})
  void everyPackage(String module) throws IOException {
    assertEquals(List.of(), PackageInfos.missing(module));
  }
}
