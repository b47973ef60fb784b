package io.longshore.embedded.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that is run as a program: its first line names what runs it. */
public final class Script {
  /** Linux reads no further. */
  private static final int LONGEST_LINE = 256;
  private static final Pattern FIRST_LINE = Pattern.compile("#![ \\t]*(\\S+)[ \\t]*(.*?)\\s*");

  private Script() {}

  /**
   * The words that a process which is named after a file stands for: those of the file's first line, with all options
   * as one word, before its own. The same ones if the file names no program.
   */
  public static List<String> words(RunningProgram process) throws IOException {
    String start;
    try (InputStream file = process.files().read(process.name())) {
      start = new String(file.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8);
    }
    List<String> words = new ArrayList<>();
    Matcher line = FIRST_LINE.matcher(start.split("\n", 2)[0]);
    if (line.matches()) {
      words.add(line.group(1));
      words.addAll(line.group(2).isEmpty() ? List.of() : List.of(line.group(2)));
    }
    words.add(process.name());
    words.addAll(process.arguments());
    return words;
  }
}
