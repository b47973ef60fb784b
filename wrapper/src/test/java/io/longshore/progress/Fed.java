package io.longshore.progress;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A progress whose time stands still unless a test moves it, and the way to feed it. */
final class Fed {
  // A moment at which System.nanoTime() may well start.
  private final AtomicLong nanos = new AtomicLong(-3_000_000_000L);

  final TransferProgress progress = new TransferProgress(nanos::get);
  final TransferFeed feed = ProgressAccess.feed(progress);

  /** One whose operation has begun. */
  static Fed begun() {
    Fed fed = new Fed();
    fed.feed.begin();
    return fed;
  }

  Fed passes(Duration time) {
    nanos.addAndGet(time.toNanos());
    return this;
  }

  Fed passes(long millis) {
    return passes(Duration.ofMillis(millis));
  }

  Fed steps(String... json) {
    for (String step : json) {
      feed.step(Recordings.step(step));
    }
    return this;
  }

  Fed steps(List<ImageProgress> steps) {
    steps.forEach(feed::step);
    return this;
  }

  Fed layer(String id, String status) {
    return steps("{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"progressDetail\":{}}");
  }

  Fed layer(String id, String status, long current, long total) {
    return steps("{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"progressDetail\":{\"current\":" + current
        + ",\"total\":" + total + "}}");
  }

  TransferState state() {
    return progress.state();
  }

  TransferItem item(String id) {
    return state().items().stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
  }
}
