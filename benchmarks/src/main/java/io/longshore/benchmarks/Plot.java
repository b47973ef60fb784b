package io.longshore.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bars: how many times as well as the better docker-java transport Longshore does on each line. */
final class Plot {

  private static final int LABELS = 290;
  private static final int BARS = 560;
  private static final int MARGIN = 70;
  private static final int TOP = 78;
  private static final int ROW = 30;
  private static final int BAR = 16;

  /** A line; more is better, wanted may be null. */
  private record Bar(String title, Ratio ratio, Double wanted) {

    double right() {
      return Math.max(ratio.high(), wanted == null ? 0 : wanted);
    }
  }

  private final List<Bar> bars = new ArrayList<>();

  /** Adds a line in which more is better. */
  void rate(String title, Ratio ratio, Double wanted) {
    bars.add(new Bar(title, ratio, wanted));
  }

  /** Adds a line in which less is better. */
  void cost(String title, Ratio ratio, Double wanted) {
    bars.add(new Bar(title, ratio.inverse(), wanted == null ? null : 1 / wanted));
  }

  boolean isEmpty() {
    return bars.isEmpty();
  }

  String svg() {
    double most = bars.stream().mapToDouble(Bar::right).max().orElse(1);
    double step = most > 12 ? 5 : most > 5 ? 1 : 0.5;
    double end = Math.max(1.5, Math.ceil(most / step) * step);
    int width = LABELS + BARS + MARGIN;
    int bottom = TOP + bars.size() * ROW;
    StringBuilder svg = new StringBuilder();
    add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
        + "font-size=\"13\">", width, bottom + 34);
    add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    add(svg, "<text x=\"16\" y=\"26\" font-size=\"16\" font-weight=\"bold\" fill=\"#1b1f24\">"
        + "Longshore beside the better docker-java transport</text>");
    add(svg, "<text x=\"16\" y=\"46\" fill=\"#57606a\">times as good; longer is better. "
        + "Thin line: 10–90 %% of the rounds. Diamond: wanted; orange: less than that.</text>");
    String digits = step < 1 ? "%.1f" : "%.0f";
    for (double tick = 0; tick <= end + step / 2; tick += step) {
      boolean one = Math.abs(tick - 1) < 1e-9;
      add(svg, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>",
          x(tick, end), TOP - 8, x(tick, end), bottom, "#d8dee4");
      add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">" + digits + "</text>",
          x(tick, end), bottom + 20, one ? "#1b1f24" : "#57606a", tick);
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), TOP + i * ROW, end);
    }
    add(svg, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#1b1f24\" stroke-width=\"1.5\"/>",
        x(1, end), TOP - 8, x(1, end), bottom);
    add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"12\" fill=\"#1b1f24\">docker-java</text>",
        x(1, end), TOP - 13);
    add(svg, "</svg>");
    return svg.toString();
  }

  private static void bar(StringBuilder svg, Bar bar, int top, double end) {
    double middle = top + ROW / 2.0;
    boolean reached = bar.ratio.median() >= (bar.wanted == null ? 1 : bar.wanted);
    add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#1b1f24\">%s</text>",
        LABELS - 10, middle + 4, bar.title);
    add(svg, "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        LABELS, middle - BAR / 2.0, x(bar.ratio.median(), end) - LABELS, BAR, reached ? "#4a90c2" : "#e0913d");
    add(svg, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#1b1f24\"/>",
        x(bar.ratio.low(), end), middle, x(bar.ratio.high(), end), middle);
    if (bar.wanted != null) {
      double at = x(bar.wanted, end);
      add(svg, "<path d=\"M%.1f %.1f l5 6 l-5 6 l-5 -6 z\" fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"1.5\"/>",
          at, middle - 6);
    }
    add(svg, "<text x=\"%.1f\" y=\"%.1f\" fill=\"#1b1f24\">%.2f ×</text>",
        x(bar.right(), end) + 10, middle + 4, bar.ratio.median());
  }

  private static double x(double value, double end) {
    return LABELS + value / end * BARS;
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
