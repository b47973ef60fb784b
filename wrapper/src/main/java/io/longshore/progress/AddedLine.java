package io.longshore.progress;

import java.time.Duration;

/** One of several operations that are shown together, which has a line of its own. */
final class AddedLine {
  private final TransferProgress progress = new TransferProgress();
  private final Totals totals;
  /** When it is printed again where there is no terminal. */
  private Duration next = PlainView.PERIOD;
  private boolean toldEnd;

  AddedLine(String title) {
    totals = new Totals(title);
  }

  TransferProgress progress() {
    return progress;
  }

  boolean isRunning() {
    return progress.state().outcome() == TransferState.Outcome.RUNNING;
  }

  String text() {
    return totals.of(progress.state());
  }

  /** Whether it is time to print it, which counts as done then. */
  boolean isDue() {
    TransferState state = progress.state();
    switch (state.outcome()) {
      case NOT_STARTED :
        return false;
      case RUNNING :
        if (state.elapsed().compareTo(next) < 0) {
          return false;
        }
        next = state.elapsed().plus(PlainView.PERIOD);
        return true;
      default :
        boolean first = !toldEnd;
        toldEnd = true;
        return first;
    }
  }
}
