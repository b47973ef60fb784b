package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How what follows an instruction's name is divided into words. Quotes and variables stay in them. */
final class InstructionWords {
  private InstructionWords() {}

  /** The strings of a JSON array; null for everything else. */
  static @Nullable List<String> array(String rest) {
    if (!rest.startsWith("[")) {
      return null;
    }
    try {
      List<Object> values = Json.decode(JsonAdapter.list(JsonAdapter.ANY), rest.getBytes(StandardCharsets.UTF_8));
      if (values != null && !values.stream().allMatch(String.class::isInstance)) {
        throw EngineError.invalid("when using JSON array syntax, arrays must be comprised of strings only");
      }
      return values == null ? List.of() : values.stream().map(String.class::cast).toList();
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** What blanks divide. */
  static List<String> plain(String rest) {
    return rest.isBlank() ? List.of() : List.of(rest.strip().split("\\s+"));
  }

  /** What blanks divide that are neither quoted nor escaped. */
  static List<String> quoted(String rest, char escape) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        add(words, word);
        continue;
      }
      word.append(c);
      if (c == escape && quote != '\'' && i + 1 < rest.length()) {
        word.append(rest.charAt(++i));
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    add(words, word);
    return words;
  }

  private static void add(List<String> words, StringBuilder word) {
    if (word.length() > 0) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /**
   * Names and values by turns: {@code name=value} as often as wanted, or a name and a value that is all the rest.
   *
   * @param instruction for messages
   */
  static List<String> pairs(String instruction, String rest, char escape) {
    List<String> words = quoted(rest, escape);
    if (!words.isEmpty() && !words.get(0).contains("=")) {
      String[] parts = rest.strip().split("\\s+", 2);
      if (parts.length < 2) {
        throw EngineError.invalid(instruction + " must have two arguments");
      }
      return List.of(parts[0], parts[1]);
    }
    List<String> pairs = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw EngineError
            .invalid("Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
      }
      pairs.add(word.substring(0, equals));
      pairs.add(word.substring(equals + 1));
    }
    return pairs;
  }
}
