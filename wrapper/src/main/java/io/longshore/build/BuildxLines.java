package io.longshore.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docker buildx} prints: lines of the trace, and among them its own words. */
final class BuildxLines {
  /** Far longer than any line of a trace, which has at most what a step prints in a moment. */
  private static final int LONGEST = 16 * 1024 * 1024;

  /** Of the words, the last. */
  private static final int KEPT = 32 * 1024;

  private static final String ERROR = "\nERROR: ";

  /** The place in the Dockerfile, above the lines that it shows. */
  private static final Pattern PLACE = Pattern.compile("(?m)^[^\\n]{1,200}:(\\d{1,9})\\n-{10}");

  private final BuildxTrace trace;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder words = new StringBuilder();
  private boolean tooLong;

  BuildxLines(BuildxTrace trace) {
    this.trace = trace;
  }

  void take(byte[] buffer, int count) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (buffer[i] == '\n') {
        line.write(buffer, from, i - from);
        from = i + 1;
        end();
      }
    }
    line.write(buffer, from, count - from);
    if (line.size() > LONGEST) {
      tooLong = true;
      end();
    }
  }

  /** The last line may have no end. */
  void close() {
    if (line.size() > 0) {
      end();
    }
  }

  private void end() {
    byte[] bytes = line.toByteArray();
    line.reset();
    if (!tooLong && trace.take(bytes)) {
      return;
    }
    tooLong = false;
    int from = Math.max(0, bytes.length - KEPT);
    words.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).stripTrailing()).append('\n');
    if (words.length() > 2 * KEPT) {
      words.delete(0, words.length() - KEPT);
    }
  }

  /** What it says beside the trace, line by line: warnings, if it has succeeded. */
  List<String> words() {
    List<String> said = new ArrayList<>();
    BuildTrace.hiddenUsers(words.toString()).lines().filter(each -> !each.isBlank()).forEach(
        each -> said.add(each.startsWith("WARNING: ") ? each.substring("WARNING: ".length()) : each));
    return said;
  }

  /** Why it has failed, in its own words. */
  String error() {
    String all = "\n" + BuildTrace.hiddenUsers(words.toString());
    int error = all.lastIndexOf(ERROR);
    return (error < 0 ? all : all.substring(error + ERROR.length())).strip();
  }

  /** The line of the Dockerfile that it shows with its error; 0 for none. */
  int line() {
    Matcher place = PLACE.matcher(words);
    int found = 0;
    while (place.find()) {
      found = Integer.parseInt(place.group(1));
    }
    return found;
  }
}
