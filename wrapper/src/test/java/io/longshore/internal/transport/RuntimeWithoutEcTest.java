package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeWithoutEcTest {
  @TempDir
  Path folder;

  @Test
  void aMissingProviderIsNoDamagedKey() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Runtime.version().feature() < 22 && ModuleFinder.ofSystem().find("jdk.crypto.ec").isPresent(),
        "newer runtimes have elliptic curves in java.base");
    TestCertificates.write(
        folder,
        TestCertificates.ROOT.certificatePem(),
        TestCertificates.CLIENT.certificatePem(),
        TestCertificates.CLIENT.privateKeyPkcs8Pem());
    Process child = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--limit-modules",
        "java.base,java.logging",
        "-cp",
        System.getProperty("java.class.path"),
        "io.longshore.internal.transport.RuntimeWithoutEcMain",
        folder.toString())
        .redirectErrorStream(true)
        .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    assertTrue(said.contains("jdk.crypto.ec"), said);
    assertFalse(said.contains("damaged"), said);
  }
}
