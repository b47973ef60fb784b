package io.longshore.internal.flags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of variables and labels have the docker command's rules. */
class KeyValueFileTest {
  @TempDir
  Path directory;

  private Path file(String text) throws IOException {
    return Files.write(directory.resolve("pairs"), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void valuesAreKeptUnchanged() throws IOException {
    Path file = file("\uFEFFA=1\n# a comment\n  B= 2 \n\n\tC=\"q\" # no comment\r\nD=a=b\nE=\n  # one more");
    assertEquals(
        List.of("A=1", "B= 2 ", "C=\"q\" # no comment", "D=a=b", "E="), KeyValueFile.env(file, name -> null));
  }

  @Test
  void aBareVariableComesFromTheEnvironmentAndABareLabelIsLeftOut() throws IOException {
    Path file = file("HERE\nMISSING\nA=1\n");
    assertEquals(
        List.of("HERE=yes=1", "A=1"), KeyValueFile.env(file, name -> name.equals("HERE") ? "yes=1" : null));
    assertEquals(Map.of("A", "1"), KeyValueFile.labels(file));
  }

  @Test
  void whatIsWrongHasTheLineAndNeverTheValue() throws IOException {
    refused(", line 2: there is no name", "A=1\n=hush\n");
    refused(", line 3: the name contains a blank", "\n\nA B=hush\n");
    refused(", line 1: the name contains a blank", "export A=hush\n");
    Path wrong = Files.write(directory.resolve("latin"), new byte[] {'A', '=', (byte) 0xFF, '\n'});
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> KeyValueFile.labels(wrong)).getMessage().contains("UTF-8"));
    Path missing = directory.resolve("missing");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> KeyValueFile.labels(missing)).getMessage()
            .contains("cannot read " + missing));
  }

  private void refused(String message, String text) throws IOException {
    Path file = file(text);
    String said = assertThrows(IllegalArgumentException.class, () -> KeyValueFile.env(file, name -> null)).getMessage();
    assertTrue(said.startsWith(file + message), said);
    assertFalse(said.contains("hush"), said);
  }
}
