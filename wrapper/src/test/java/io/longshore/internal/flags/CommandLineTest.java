package io.longshore.internal.flags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words are what a POSIX shell makes of a line, which is asked too where there is one. */
class CommandLineTest {
  private static final List<String> LINES = List.of(
      "docker run busybox", "  a\t b  ", "a 'b c' d", "a \"b c\" d", "'it'\\''s'", "a\\ b", "a\\\nb", "a \\\n  b",
      "\"a\\\nb\"", "\"a\\\"b\\\\c\\$d\\`e\"", "\"a\\b\"", "''", "\"\"", "a''b\"\"c", "'$HOME `x` | > ; &'", "a#b '#c'",
      "a # not this", "a=b c=d", "-e 'A=1 2'", "a~b '~'", "grün \"ü ü\"", "*.none [x] {a,b} a!b", "'a\nb'", "\"a'b\"",
      "'a\"b'");

  @TempDir
  Path empty;

  @Test
  void wordsAreThoseOfAShell() throws Exception {
    for (String line : LINES) {
      assertEquals(byShell(line), CommandLine.words(line), line);
    }
  }

  /** In a directory that has no files, which patterns could match. */
  private List<String> byShell(String line) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "for w in " + line + "\ndo printf '%s\\000' \"$w\"; done")
        .directory(empty.toFile()).redirectErrorStream(true).start();
    shell.getOutputStream().close();
    String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of(words.split("\0", -1)));
    all.remove(all.size() - 1);
    return all;
  }

  @Test
  void whatOnlyAShellCanDoIsRefusedWithItsPlace() {
    refused("'$' at character 3", "a $HOME");
    refused("'$' at character 4", "a \"$HOME\"");
    refused("'`' at character 1", "`x`");
    refused("'|' at character 3", "a | b");
    refused("'>' at character 2", "a>b");
    refused("'<' at character 1", "<b");
    refused("';' at character 2", "a; b");
    refused("'&' at character 3", "a &");
    refused("'(' at character 1", "(a)");
    refused("'~' at the beginning of a word", "-v ~/x:/y");
    refused("a line break", "a\nb");
    refused("a backslash", "a \\");
    refused("single quotes", "a 'b");
    refused("double quotes", "a \"b");
  }

  private static void refused(String message, String line) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> CommandLine.words(line));
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }

  @Test
  void noMessageShowsTheLine() {
    for (String line : List.of("-e P=hush 'x", "-e P=hush | x", "-e P=hush$", "-e P=hush\nx", "-e P=hush \\")) {
      String message = assertThrows(IllegalArgumentException.class, () -> CommandLine.words(line)).getMessage();
      assertFalse(message.contains("hush"), message);
    }
  }
}
