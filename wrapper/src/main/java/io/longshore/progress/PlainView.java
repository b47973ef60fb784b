package io.longshore.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of totals now and then, for files and logs. */
final class PlainView implements ProgressView {
  static final Duration PERIOD = Duration.ofSeconds(5);

  private final PrintStream out;
  private final Totals totals;
  private Duration next = PERIOD;

  PlainView(ConsoleOptions options) {
    out = options.out;
    totals = new Totals(options.title);
  }

  @Override
  public void show(@Nullable TransferState state, List<AddedLine> added) {
    if (state != null && state.elapsed().compareTo(next) >= 0) {
      next = state.elapsed().plus(PERIOD);
      out.println(totals.of(state));
    }
    added.stream().filter(AddedLine::isDue).forEach(line -> out.println(line.text()));
    out.flush();
  }

  @Override
  public void end(@Nullable TransferState state, List<AddedLine> added) {
    if (state != null) {
      out.println(totals.of(state));
    }
    show(null, added);
  }
}
