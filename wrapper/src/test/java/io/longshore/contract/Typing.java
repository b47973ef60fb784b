package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.session.Session;
import java.io.IOException;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes to programs and reads what they make of it. */
final class Typing {
  private Typing() {}

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  static void type(Session shell, String text) throws IOException {
    shell.stdin().write(text.getBytes(UTF_8));
  }

  static String readUntil(Session shell, String pattern) throws IOException {
    Pattern wanted = Pattern.compile("(?s).*" + pattern + ".*");
    StringBuilder seen = new StringBuilder();
    while (true) {
      int next = shell.stdout().read();
      assertTrue(next >= 0, () -> "ended after " + seen);
      seen.append((char) next);
      Matcher found = wanted.matcher(seen);
      if (found.matches()) {
        return found.groupCount() > 0 ? found.group(1) : found.group();
      }
    }
  }
}
