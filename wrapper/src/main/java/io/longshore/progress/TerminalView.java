package io.longshore.progress;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws lines in place. */
final class TerminalView implements ProgressView {
  private static final String ESCAPE = "\u001b[";
  private static final String UP = "A";
  private static final String CLEAR_LINE = ESCAPE + "K";
  private static final String CLEAR_BELOW = ESCAPE + "J";
  // A line that is wrapped takes two, and the next frame begins too low. A terminal keeps this setting after the
  // program, so each frame ends with it as it was.
  private static final String NO_WRAP = ESCAPE + "?7l";
  private static final String WRAP = ESCAPE + "?7h";

  private final PrintStream out;
  private final ProgressLines lines;
  private List<String> drawn = List.of();

  TerminalView(ConsoleOptions options) {
    out = options.out;
    lines = new ProgressLines(new Totals(options.title), options.width, options.height);
  }

  @Override
  public void show(@Nullable TransferState state, List<AddedLine> added) {
    List<String> next = lines.of(state, added);
    if (next.equals(drawn)) {
      return;
    }
    StringBuilder frame = new StringBuilder(NO_WRAP);
    if (!drawn.isEmpty()) {
      frame.append('\r').append(ESCAPE).append(drawn.size()).append(UP);
    }
    next.forEach(line -> frame.append(line).append(CLEAR_LINE).append('\n'));
    if (next.size() < drawn.size()) {
      frame.append(CLEAR_BELOW);
    }
    out.print(frame.append(WRAP));
    out.flush();
    drawn = next;
  }

  @Override
  public void end(@Nullable TransferState state, List<AddedLine> added) {
    show(state, added);
  }
}
