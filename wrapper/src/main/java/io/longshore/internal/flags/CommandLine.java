package io.longshore.internal.flags;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words as a POSIX shell does. What a shell would replace or interpret is refused: there is
 * no shell here. Messages name a character and its place and never show the line, which may hold secrets.
 */
public final class CommandLine {
  private static final String OPERATORS = "|&;<>()";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  /** Whether a word has begun: quotes may hold an empty one. */
  private boolean begun;

  private int at;

  private CommandLine(String line) {
    this.line = line;
  }

  /**
   * Returns the words.
   *
   * @throws IllegalArgumentException if a quote is not closed, or a shell would do more than to split the line
   */
  public static List<String> words(String line) {
    return new CommandLine(line.strip()).split();
  }

  private List<String> split() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      switch (c) {
        case ' ', '\t' -> end();
        case '\'' -> single();
        case '"' -> quoted();
        case '\\' -> escaped();
        case '\n', '\r' -> throw refused("a line break", "end a line that continues with a backslash");
        case '#' -> {
          if (begun) {
            add(c);
          } else {
            skipComment();
          }
        }
        default -> plain(c);
      }
    }
    end();
    return words;
  }

  private void plain(char c) {
    if (OPERATORS.indexOf(c) >= 0) {
      throw refused("'" + c + "'", "put it in quotes if it belongs to a word");
    }
    if (c == '~' && !begun) {
      throw refused("'~' at the beginning of a word", "write the directory itself");
    }
    refuseExpansion(c);
    add(c);
  }

  private void refuseExpansion(char c) {
    if (c == '$' || c == '`') {
      throw refused("'" + c + "'", "write the value itself, or put it in single quotes if it belongs to a word");
    }
  }

  private void single() {
    int close = line.indexOf('\'', at);
    if (close < 0) {
      throw open("single");
    }
    begun = true;
    word.append(line, at, close);
    at = close + 1;
  }

  private void quoted() {
    begun = true;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && at < line.length() && "$`\"\\\n".indexOf(line.charAt(at)) >= 0) {
        c = line.charAt(at++);
        if (c != '\n') {
          word.append(c);
        }
      } else {
        refuseExpansion(c);
        word.append(c);
      }
    }
    throw open("double");
  }

  private void escaped() {
    if (at == line.length()) {
      throw refused("a backslash", "nothing follows it");
    }
    if (line.startsWith("\r\n", at)) {
      at++;
    }
    char c = line.charAt(at++);
    if (c != '\n') {
      add(c);
    }
  }

  private void skipComment() {
    int next = line.indexOf('\n', at);
    at = next < 0 ? line.length() : next;
  }

  private void add(char c) {
    begun = true;
    word.append(c);
  }

  private void end() {
    if (begun) {
      words.add(word.toString());
      word.setLength(0);
      begun = false;
    }
  }

  private IllegalArgumentException refused(String what, String then) {
    return new IllegalArgumentException(
        "the command line has " + what + " at character " + at + ", which only a shell understands; " + then);
  }

  private static IllegalArgumentException open(String kind) {
    return new IllegalArgumentException("the command line ends within " + kind + " quotes; close them");
  }
}
