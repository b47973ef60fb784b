package io.longshore.progress;

import io.longshore.internal.options.Check;
import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where and how a {@link ConsoleProgress} shows a progress. Not thread-safe. */
public final class ConsoleOptions {
  private static final int NARROWEST = 20;
  private static final int WIDEST = 1000;
  private static final int LOWEST = 3;

  PrintStream out = System.out;
  @Nullable
  Boolean terminal;
  int width = TerminalSetting.size(System.getenv("COLUMNS"), 80, NARROWEST, WIDEST);
  int height = TerminalSetting.size(System.getenv("LINES"), 24, LOWEST, WIDEST);
  String title = "";

  ConsoleOptions() {}

  /**
   * Sets where the progress goes; {@code System.out} unless set. It is not closed.
   *
   * @param out the stream
   * @return this
   */
  public ConsoleOptions out(PrintStream out) {
    this.out = Objects.requireNonNull(out, "out");
    return this;
  }

  /**
   * Sets whether the stream leads to a terminal. Unless set, it does if it is {@code System.out}, this program has a
   * {@link System#console() console} and the variable {@code TERM} is set and not {@code dumb}.
   *
   * @param terminal true to draw lines in place, false for plain lines without escape codes
   * @return this
   */
  public ConsoleOptions terminal(boolean terminal) {
    this.terminal = terminal;
    return this;
  }

  /**
   * Sets the terminal's width; that of the variable {@code COLUMNS} unless set, and 80 without it. A terminal that is
   * narrower cuts the lines off.
   *
   * @param columns how many characters fit on a line, at least 20
   * @return this
   */
  public ConsoleOptions width(int columns) {
    width = TerminalSetting.inRange("width", columns, NARROWEST, WIDEST);
    return this;
  }

  /**
   * Sets the terminal's height; that of the variable {@code LINES} unless set, and 24 without it. Layers that do not
   * fit are counted in one line.
   *
   * @param lines how many lines fit on the terminal, at least 3
   * @return this
   */
  public ConsoleOptions height(int lines) {
    height = TerminalSetting.inRange("height", lines, LOWEST, WIDEST);
    return this;
  }

  /**
   * Sets a text before the totals, such as the name of the image; none unless set.
   *
   * @param title the text
   * @return this
   */
  public ConsoleOptions title(String title) {
    this.title = Check.text("title", title);
    return this;
  }
}
