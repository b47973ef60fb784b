package io.longshore.progress;

import io.longshore.progress.TransferState.Outcome;
import java.time.Duration;
import java.util.StringJoiner;

/** All of a state in one line. */
final class Totals {
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final String title;

  Totals(String title) {
    this.title = title.isEmpty() ? "" : DisplayText.clean(title) + ": ";
  }

  String of(TransferState state) {
    StringJoiner parts = new StringJoiner(", ", title, "").setEmptyValue(title + "starting");
    switch (state.outcome()) {
      case SUCCEEDED -> parts.add("done in " + Amounts.of(state.elapsed()));
      case CANCELLED -> parts.add("cancelled after " + Amounts.of(state.elapsed()));
      case FAILED -> parts.add("failed after " + Amounts.of(state.elapsed()));
      default -> {
      }
    }
    int items = state.items().size();
    if (items > 0) {
      int done = state.itemsDone();
      parts.add((done < items ? done + " of " : "") + items + (items == 1 ? " layer" : " layers"));
    }
    String bytes = bytes(state);
    if (!bytes.isEmpty()) {
      parts.add(bytes);
    }
    if (state.stalled(QUIET)) {
      parts.add("nothing for " + Amounts.rough(state.idle()));
    } else if (state.bytesPerSecond() > 0) {
      parts.add(Amounts.of(state.bytesPerSecond()) + "/s");
    }
    state.timeLeft().ifPresent(left -> parts.add(Amounts.rough(left.plusMillis(999)) + " left"));
    return parts.toString();
  }

  private static String bytes(TransferState state) {
    ByteCount bytes = state.bytes();
    boolean growing = bytes.total().isEmpty() && state.bytesAnnounced() > bytes.done();
    return growing && state.outcome() == Outcome.RUNNING
        ? Amounts.of(bytes.done()) + " of more than " + Amounts.of(state.bytesAnnounced())
        : Amounts.of(bytes);
  }
}
