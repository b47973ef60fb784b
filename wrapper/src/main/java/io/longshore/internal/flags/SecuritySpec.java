package io.longshore.internal.flags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The value of {@code --security-opt}. */
public final class SecuritySpec {
  private static final String SECCOMP = "seccomp=";
  private static final Set<String> PROFILES_OF_THE_ENGINE = Set.of("unconfined", "builtin");

  private SecuritySpec() {}

  /** The option for the engine: with the profile in place of the file that has it. */
  public static String read(String option) {
    if (!option.equals("no-new-privileges") && option.indexOf('=') < 0 && option.indexOf(':') < 0) {
      throw Values.wrong(option, "write no-new-privileges or NAME=value");
    }
    String form = option.startsWith("seccomp:") ? option.replaceFirst(":", "=") : option;
    String file = form.startsWith(SECCOMP) ? form.substring(SECCOMP.length()) : "unconfined";
    if (PROFILES_OF_THE_ENGINE.contains(file)) {
      return option;
    }
    try {
      return SECCOMP + compact(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the profile " + file + ": " + e, e);
    }
  }

  /** JSON without blanks between its parts. */
  private static String compact(String json) {
    StringBuilder compact = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\' && i + 1 < json.length()) {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      quoted ^= c == '"';
      if (quoted || !Character.isWhitespace(c)) {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
