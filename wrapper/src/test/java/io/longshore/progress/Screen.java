package io.longshore.progress;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal that knows the escape codes of the display, and no others. */
final class Screen {
  private static final Pattern PIECE = Pattern.compile(
      "\u001b\\[(?<code>\\?7[lh]|\\d*[AJK])|(?<control>[\r\n])|(?<text>[^\\p{Cntrl}]+)");

  private final int height;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
  private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private boolean wraps = true;

  Screen(int height) {
    this.height = height;
  }

  PrintStream out() {
    return out;
  }

  /** How many bytes were written since the last look. */
  int pending() {
    return written.size();
  }

  /** What is on the terminal, without the empty line in which the cursor is. */
  List<String> lines() {
    String text = written.toString(StandardCharsets.UTF_8);
    written.reset();
    Matcher piece = PIECE.matcher(text);
    int at = 0;
    while (piece.find()) {
      assertTrue(piece.start() == at, "not for a terminal: " + text.substring(at).codePointAt(0));
      at = piece.end();
      take(piece);
    }
    assertTrue(at == text.length(), "not for a terminal: " + text.substring(at));
    assertTrue(wraps, "the terminal is left without wrapping");
    List<String> lines = rows.stream().map(StringBuilder::toString).toList();
    return lines.get(lines.size() - 1).isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
  }

  private void take(Matcher piece) {
    String code = piece.group("code");
    if (piece.group("text") != null) {
      StringBuilder line = rows.get(row);
      String text = piece.group("text");
      line.append(" ".repeat(Math.max(0, column - line.length())));
      line.replace(column, Math.min(line.length(), column + text.length()), text);
      column += text.length();
    } else if ("\r".equals(piece.group("control"))) {
      column = 0;
    } else if (code == null) {
      row++;
      column = 0;
      if (row == rows.size()) {
        rows.add(new StringBuilder());
      }
    } else if (code.startsWith("?7")) {
      wraps = code.endsWith("h");
    } else if (code.endsWith("A")) {
      row -= Integer.parseInt(code.substring(0, code.length() - 1));
      assertTrue(row >= Math.max(0, rows.size() - height), "above the top of the terminal");
    } else {
      rows.get(row).setLength(Math.min(column, rows.get(row).length()));
      if (code.equals("J")) {
        rows.subList(row + 1, rows.size()).clear();
      }
    }
  }
}
