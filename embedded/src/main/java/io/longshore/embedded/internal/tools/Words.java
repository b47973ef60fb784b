package io.longshore.embedded.internal.tools;

import io.longshore.embedded.ProcessContext;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.files.ProcessFiles;
import io.longshore.embedded.internal.process.RunningProgram;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program's options and operands, and what programs on files have in common. */
final class Words {
  /** Something to do with one operand. */
  interface Step {
    void run(String operand) throws Exception;
  }

  final ProcessContext process;
  final ProcessFiles files;
  final List<String> operands = new ArrayList<>();
  private final Map<Character, List<String>> options = new HashMap<>();

  /**
   * Reads them; operands and options may be mixed.
   *
   * @param known the options' letters; a colon follows those that take a value
   * @throws Refused if an option is unknown: busybox may have it
   * @throws IllegalArgumentException if an option misses its value
   */
  Words(ProcessContext process, String known) {
    this.process = process;
    this.files = ((RunningProgram) process).files();
    List<String> words = process.arguments();
    boolean ended = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (ended || word.length() < 2 || !word.startsWith("-")) {
        operands.add(word);
        continue;
      }
      ended = word.equals("--");
      for (int at = 1; at < word.length() && !ended; at++) {
        char letter = word.charAt(at);
        int index = known.indexOf(letter);
        if (index < 0) {
          throw new Refused(process.name() + " " + word);
        }
        boolean takesValue = index + 1 < known.length() && known.charAt(index + 1) == ':';
        if (!takesValue) {
          options.put(letter, List.of());
          continue;
        }
        if (at + 1 == word.length() && i + 1 == words.size()) {
          throw new IllegalArgumentException("option requires an argument -- '" + letter + "'");
        }
        String value = at + 1 < word.length() ? word.substring(at + 1) : words.get(++i);
        options.computeIfAbsent(letter, key -> new ArrayList<>()).add(value);
        break;
      }
    }
  }

  boolean has(char letter) {
    return options.containsKey(letter);
  }

  /** The last value of an option; null when it is not given. */
  @Nullable
  String value(char letter) {
    List<String> values = values(letter);
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }

  /** All values of an option. */
  List<String> values(char letter) {
    return options.getOrDefault(letter, List.of());
  }

  /** What a program reads that is told no path. */
  void orStdin() {
    if (operands.isEmpty()) {
      operands.add("-");
    }
  }

  InputStream open(String path) throws FileError {
    return path.equals("-") || path.equals("/dev/stdin") ? process.stdin() : files.read(path);
  }

  /** Does a step for each operand; continues after a failure, which is reported. */
  int each(Step step) throws Exception {
    return each("", "", step);
  }

  /** Does a step for each operand; words around the operand, and the reason, report a failure. */
  int each(String before, String after, Step step) throws Exception {
    int code = 0;
    for (String operand : operands) {
      try {
        step.run(operand);
      } catch (FileError e) {
        code = Tools.complain(process, before + operand + after + ": " + e.getReason());
      }
    }
    return code;
  }

  /** Throws when there are too few operands. */
  void require(int needed) {
    if (operands.size() < needed) {
      throw new IllegalArgumentException("missing operand");
    }
  }

  /** The path of an operand's last name inside a directory, or the path itself if it is not a directory. */
  String into(String operand, String directory) {
    String separator = directory.endsWith("/") ? "" : "/";
    return files.isFolder(directory) ? directory + separator + Names.last(operand) : directory;
  }
}
