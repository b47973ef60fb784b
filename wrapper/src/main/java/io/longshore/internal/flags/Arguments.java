package io.longshore.internal.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Separates flags from what follows them, as the docker command does: {@code --name=value}, {@code --name value},
 * {@code -n value}, {@code -nvalue}, {@code -abc}, and {@code --} before a word that is none. The first other word ends
 * the flags.
 */
public final class Arguments {
  /** What flags there are. */
  public interface Known {
    /** Returns the name of the flag that has this name or letter, or null. */
    @Nullable
    String flag(String nameOrLetter);

    /** Returns the names of all flags. */
    Set<String> flags();

    /** Whether a flag stands alone. */
    boolean isSwitch(String name);
  }

  private final Known known;
  private final List<String> words;
  private final Map<String, List<String>> flags = new LinkedHashMap<>();
  private int at;

  /**
   * Separates them.
   *
   * @throws IllegalArgumentException if there is an unknown flag, or one without its value; the message shows no value
   */
  public Arguments(List<String> words, Known known) {
    this.words = words;
    this.known = known;
    while (at < words.size()) {
      String word = words.get(at);
      if (word.equals("--")) {
        at++;
        break;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        break;
      }
      at++;
      if (word.startsWith("--")) {
        named(word.substring(2));
      } else {
        letters(word);
      }
    }
  }

  /** The values of a flag in their order, none if it is not there. */
  public List<String> values(String name) {
    return flags.getOrDefault(name, List.of());
  }

  /** What follows the flags. */
  public List<String> rest() {
    return words.subList(at, words.size());
  }

  private void named(String text) {
    int equals = text.indexOf('=');
    String written = equals < 0 ? text : text.substring(0, equals);
    String name = written.length() < 2 ? null : known.flag(written);
    if (name == null) {
      throw unknown("--" + written);
    }
    if (equals >= 0) {
      add(name, text.substring(equals + 1));
    } else {
      add(name, known.isSwitch(name) ? "true" : next("--" + written));
    }
  }

  private void letters(String word) {
    for (int i = 1; i < word.length(); i++) {
      String letter = word.substring(i, i + 1);
      String name = known.flag(letter);
      if (name == null) {
        throw unknown("-" + letter);
      }
      String after = word.substring(i + 1);
      if (after.startsWith("=")) {
        add(name, after.substring(1));
        return;
      }
      if (!known.isSwitch(name)) {
        add(name, after.isEmpty() ? next("-" + letter) : after);
        return;
      }
      add(name, "true");
    }
  }

  private String next(String flag) {
    if (at == words.size()) {
      throw new IllegalArgumentException(flag + " is the last word; it needs a value");
    }
    return words.get(at++);
  }

  private void add(String name, String value) {
    flags.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  private IllegalArgumentException unknown(String flag) {
    String similar = flag.startsWith("--") ? SimilarNames.of(flag.substring(2), known.flags()) : null;
    return new IllegalArgumentException(
        flag + " is unknown; "
            + (similar == null ? "docker run --help lists the flags" : "did you mean --" + similar + "?"));
  }
}
