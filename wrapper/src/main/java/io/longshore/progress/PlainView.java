package io.longshore.progress;

import java.io.PrintStream;
import java.time.Duration;

/** A line of totals now and then, for files and logs. */
final class PlainView implements ProgressView {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final PrintStream out;
  private final Totals totals;
  private Duration next = PERIOD;

  PlainView(ConsoleOptions options) {
    out = options.out;
    totals = new Totals(options.title);
  }

  @Override
  public void show(TransferState state) {
    if (state.elapsed().compareTo(next) >= 0) {
      next = state.elapsed().plus(PERIOD);
      end(state);
    }
  }

  @Override
  public void end(TransferState state) {
    out.println(totals.of(state));
    out.flush();
  }
}
