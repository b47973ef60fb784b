package io.longshore.build;

import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.internal.http.ApiExecutor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a build may take in all its parts. */
final class BuildLimit {
  private final ApiExecutor calls;
  private final String what;
  private final @Nullable Duration whole;
  private final String ended;
  private final long started = System.nanoTime();

  /**
   * Begins to count.
   *
   * @param ended what messages say at their end; may be empty
   */
  BuildLimit(ApiExecutor calls, String what, @Nullable Duration whole, String ended) {
    this.ended = ended;
    this.calls = calls;
    this.what = what;
    this.whole = whole;
  }

  /** What is left; null for no limit. */
  @Nullable
  Duration left() {
    if (whole == null) {
      return null;
    }
    Duration left = whole.minusNanos(System.nanoTime() - started);
    if (left.isNegative() || left.isZero()) {
      throw new DeadlineException(what + " did not end within " + whole.toMillis() / 1000.0 + " s" + ended, null);
    }
    return left;
  }

  /** Throws if the time is over, or the client was closed. */
  void check() {
    if (calls.isClosed()) {
      throw new CancelledException(what + ": the client was closed" + ended, null);
    }
    left();
  }

  /** For calls that end within it. */
  ApiExecutor calls() {
    Duration left = left();
    return left == null ? calls : calls.within(left);
  }
}
