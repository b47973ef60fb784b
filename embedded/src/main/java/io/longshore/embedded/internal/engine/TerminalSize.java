package io.longshore.embedded.internal.engine;

import java.util.List;

/**
 * The size of a terminal.
 *
 * @param rows 0 if not set
 * @param columns 0 if not set
 */
public record TerminalSize(int rows, int columns) {
  /** Not set. */
  public static final TerminalSize UNKNOWN = new TerminalSize(0, 0);

  /** Height and width as requests have them; unknown if they are not two numbers. */
  public static TerminalSize of(List<Long> size) {
    return size.size() == 2 ? new TerminalSize(size.get(0).intValue(), size.get(1).intValue()) : UNKNOWN;
  }
}
