package io.longshore.benchmarks;

import java.util.Locale;

/** A Markdown table whose rows are told as they come, wide enough to be read as it is. */
final class Table {

  private static final int FIRST = 38;
  private static final int OTHERS = 9;

  private final Report report;
  private final String[] header;

  Table(Report report, String... header) {
    this.report = report;
    this.header = header;
    row(header);
    StringBuilder rule = new StringBuilder("|");
    for (int i = 0; i < header.length; i++) {
      rule.append("-".repeat(width(i) + 1)).append(i == 0 ? "-|" : ":|");
    }
    report.line(rule.toString());
  }

  void row(String... cells) {
    StringBuilder row = new StringBuilder("|");
    for (int i = 0; i < cells.length; i++) {
      String pad = " ".repeat(Math.max(0, width(i) - cells[i].length()));
      row.append(' ').append(i == 0 ? cells[i] + pad : pad + cells[i]).append(" |");
    }
    report.line(row.toString());
  }

  private int width(int column) {
    return Math.max(header[column].length(), column == 0 ? FIRST : OTHERS);
  }

  /** With about three digits that mean something. */
  static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%,.1f" : "%,.2f", value);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String reached(Boolean reached) {
    return reached == null ? "" : reached ? "yes" : "**no**";
  }
}
