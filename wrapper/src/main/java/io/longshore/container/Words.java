package io.longshore.container;

import java.util.List;
import java.util.Objects;

/** A program and its arguments. */
final class Words {
  private Words() {}

  static List<String> of(String name, String... words) {
    Objects.requireNonNull(words, name);
    for (int i = 0; i < words.length; i++) {
      if (words[i] == null) {
        throw new NullPointerException("word " + (i + 1) + " of the " + name + " is null");
      }
    }
    return List.of(words);
  }
}
