package io.longshore.stream;

import io.longshore.internal.options.Check;
import io.longshore.internal.options.LogSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** What to read of a log. Not thread-safe. */
public final class LogOptions {
  private final LogSettings settings;

  /** Created by the library: see {@link io.longshore.container.Container#logs(java.util.function.Consumer)}. */
  public LogOptions(LogSettings settings) {
    this.settings = settings;
  }

  /**
   * Continues with what is written from now on, until the container stops or the stream is closed. Docker 20.10 may
   * send lines again if it rotates the log file in the meantime; {@link io.longshore.container.Container#followLogs}
   * leaves these out.
   *
   * @return this
   */
  public LogOptions follow() {
    settings.follow = true;
    return this;
  }

  /**
   * Starts with the last lines instead of the first one. With {@link #until} in the past, the last lines before that
   * time: the log is read up to that time, and this many lines are kept in memory.
   *
   * @param lines how many, zero or more
   * @return this
   */
  public LogOptions tail(long lines) {
    settings.tail = Check.notNegative("tail", lines);
    return this;
  }

  /**
   * Leaves out what was written before a time.
   *
   * @param since the time, to the nanosecond
   * @return this
   */
  public LogOptions since(Instant since) {
    settings.since = Objects.requireNonNull(since, "since");
    return this;
  }

  /**
   * Leaves out what was written after a time. A followed log then ends, by the engine's clock: at once if the time has
   * passed, otherwise when it has passed and nothing has come for two seconds.
   *
   * @param until the time, to the nanosecond; after 1970
   * @return this
   */
  public LogOptions until(Instant until) {
    // Engines treat zero as no end.
    if (!until.isAfter(Instant.EPOCH)) {
      throw new IllegalArgumentException("until is " + until + "; it must be after 1970");
    }
    settings.until = until;
    return this;
  }

  /**
   * Reads standard output only.
   *
   * @return this
   */
  public LogOptions stdoutOnly() {
    settings.stdout = true;
    settings.stderr = false;
    return this;
  }

  /**
   * Reads standard error only.
   *
   * @return this
   */
  public LogOptions stderrOnly() {
    settings.stdout = false;
    settings.stderr = true;
    return this;
  }

  /**
   * Adds the time at which each frame and line was written, in {@link LogFrame#time()} and {@link LogLine#time()}.
   *
   * @return this
   */
  public LogOptions timestamps() {
    settings.timestamps = true;
    return this;
  }

  /**
   * Treats the engine as dead if it sends nothing for this long: reading a followed log then throws
   * {@link io.longshore.error.DeadlineException}. Unless set, a followed log may be silent indefinitely.
   *
   * @param limit more than zero
   * @return this
   */
  public LogOptions idleLimit(Duration limit) {
    settings.idleLimit = Check.positive("idleLimit", limit);
    return this;
  }

  /**
   * Sets how long {@link io.longshore.container.Container#followLogs} tries to reconnect after a loss, also while the
   * engine fails with 5xx or does not begin the log within the {@linkplain #idleLimit idle limit}: 5 minutes unless
   * set.
   *
   * @param patience the time from the loss until the last failure is thrown
   * @return this
   */
  public LogOptions patience(Duration patience) {
    settings.patience = Check.positive("patience", patience);
    return this;
  }
}
