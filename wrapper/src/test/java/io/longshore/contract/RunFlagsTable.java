package io.longshore.contract;

import io.longshore.internal.flags.CommandLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lines of {@code docker-run-flags.txt}: every flag of docker run, and what to try it with. */
final class RunFlagsTable {
  private static final Map<String, String> LETTERS = Map.ofEntries(
      Map.entry("-c", "--cpu-shares"), Map.entry("-e", "--env"), Map.entry("-h", "--hostname"),
      Map.entry("-i", "--interactive"), Map.entry("-it", "--tty"), Map.entry("-l", "--label"),
      Map.entry("-m", "--memory"), Map.entry("-p", "--publish"), Map.entry("-P", "--publish-all"),
      Map.entry("-q", "--quiet"), Map.entry("-t", "--tty"), Map.entry("-u", "--user"), Map.entry("-v", "--volume"),
      Map.entry("-w", "--workdir"));

  private RunFlagsTable() {}

  /** What becomes of a line. */
  enum Kind {
    CREATED, REFUSED_BY_PARSE, REFUSED_BY_BOTH, FOR_WINDOWS, REFUSED_AT_START
  }

  /** A line, with the words after the mark. */
  record Line(Kind kind, String text) {
    /** The words, with values of this run in place of those in capital letters. */
    List<String> words(Map<String, String> values) {
      return CommandLine.words(text).stream().map(word -> filled(word, values)).toList();
    }

    private static String filled(String word, Map<String, String> values) {
      String filled = word;
      for (Map.Entry<String, String> value : values.entrySet()) {
        filled = filled.replaceAll("\\b" + value.getKey() + "\\b", value.getValue());
      }
      return filled;
    }

    /** The flag that the line is about, the first one. */
    String flag() {
      String first = text.split("[ =]", 2)[0];
      return LETTERS.getOrDefault(first, first);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static List<Line> lines() {
    try (InputStream in = RunFlagsTable.class.getResourceAsStream("/docker-run-flags.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.startsWith("#")).map(RunFlagsTable::line).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Line> lines(Kind kind) {
    return lines().stream().filter(line -> line.kind == kind).toList();
  }

  private static Line line(String text) {
    return switch (text.charAt(0)) {
      case '!' -> new Line(Kind.REFUSED_BY_PARSE, text.substring(1));
      case '=' -> new Line(Kind.REFUSED_BY_BOTH, text.substring(1));
      case '~' -> new Line(Kind.FOR_WINDOWS, text.substring(1));
      case '>' -> new Line(Kind.REFUSED_AT_START, text.substring(1));
      default -> new Line(Kind.CREATED, text);
    };
  }

  /** The flags that the table has, with their long names. */
  static Set<String> flags() {
    return lines().stream().map(Line::flag).collect(Collectors.toCollection(TreeSet::new));
  }
}
