package io.longshore.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program itself says about its engine. */
class CandidateTest {
  @TempDir
  Path directory;

  @Test
  void httpsAloneTrustsWhomTheJvmTrusts() {
    Candidate found = Candidate.ofProgram("https://h", null, false);
    assertEquals(TlsFiles.JVM, found.tls());
    assertTrue(found.byProgram());
    assertNull(Candidate.ofProgram("https://h", null, true).tls(), "the program's own context decides");
    assertNull(Candidate.ofProgram("http://h", null, false).tls());
    assertFalse(new Candidate("DOCKER_HOST", "https://h", TlsFiles.JVM).byProgram());
  }

  @Test
  void aDirectoryWithoutAuthorityHasOneForHttpsOnly() {
    Setup.pem(directory, "cert.pem", "key.pem");
    Path cert = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    assertEquals(new TlsFiles(null, cert, key, true), Candidate.ofProgram("https://h", directory, false).tls());
    assertEquals(
        new TlsFiles(directory.resolve("ca.pem"), cert, key, true),
        Candidate.ofProgram("tcp://h", directory, false).tls());
  }

  @Test
  void anEmptyDirectoryIsNotTakenForNoSetting() {
    assertEquals(
        new TlsFiles(directory.resolve("ca.pem"), null, null, true),
        Candidate.ofProgram("https://h", directory, false).tls());
  }

  @ParameterizedTest
  @CsvSource({"unix:///x.sock", "http://h", "ssh://h"})
  void tlsIsForAddressesThatHaveIt(String host) {
    for (boolean context : new boolean[] {true, false}) {
      String message = assertThrows(ConfigException.class,
          () -> Candidate.ofProgram(host, context ? null : directory, context)).getMessage();
      assertTrue(message.contains(host) && message.startsWith(context ? "sslContext" : "tls"), message);
    }
  }

  @Test
  void twoWaysToSayWhomToTrustAreOneTooMany() {
    String message = assertThrows(ConfigException.class, () -> Candidate.ofProgram("https://h", directory, true))
        .getMessage();
    assertTrue(message.contains("tls and sslContext are both set"), message);
  }
}
