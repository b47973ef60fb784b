package io.longshore.stream;

import io.longshore.container.Container;
import io.longshore.internal.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What to read of a container's log. Immutable. */
public final class LogOptions {
  private final boolean follow;
  private final @Nullable Long tail;
  private final @Nullable Instant since;
  private final @Nullable Instant until;
  private final boolean stdout;
  private final boolean stderr;
  private final boolean timestamps;
  private final @Nullable Duration idleLimit;
  private final Duration patience;

  private LogOptions(Builder builder) {
    follow = builder.follow;
    tail = builder.tail;
    since = builder.since;
    until = builder.until;
    stdout = builder.stdout;
    stderr = builder.stderr;
    timestamps = builder.timestamps;
    idleLimit = builder.idleLimit;
    patience = builder.patience;
  }

  /** The same, followed with times from a time on. */
  LogOptions from(Instant since) {
    Builder builder = new Builder();
    builder.follow = true;
    builder.timestamps = true;
    builder.since = since;
    builder.until = until;
    builder.stdout = stdout;
    builder.stderr = stderr;
    builder.idleLimit = idleLimit;
    builder.patience = patience;
    return new LogOptions(builder);
  }

  static LogOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new LogOptions(builder);
  }

  boolean follow() {
    return follow;
  }

  @Nullable Long tail() {
    return tail;
  }

  @Nullable Instant since() {
    return since;
  }

  @Nullable Instant until() {
    return until;
  }

  boolean stdout() {
    return stdout;
  }

  boolean stderr() {
    return stderr;
  }

  boolean timestamps() {
    return timestamps;
  }

  @Nullable Duration idleLimit() {
    return idleLimit;
  }

  Duration patience() {
    return patience;
  }

  @Override
  public String toString() {
    return "LogOptions[follow=" + follow + ", tail=" + tail + ", since=" + since + ", until=" + until + ", stdout=" + stdout
        + ", stderr=" + stderr + ", timestamps=" + timestamps + ", idleLimit=" + idleLimit
        + ", patience=" + patience + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean follow;
    private @Nullable Long tail;
    private @Nullable Instant since;
    private @Nullable Instant until;
    private boolean stdout = true;
    private boolean stderr = true;
    private boolean timestamps;
    private @Nullable Duration idleLimit;
    private Duration patience = Duration.ofMinutes(5);

    private Builder() {}

    /**
     * Goes on with what is written from now on, until the container stops or the stream is closed. Docker 20.10 may send lines
     * again when it rotates the log file meanwhile; {@link Container#followLogs} leaves these out.
     *
     * @return this
     */
    public Builder follow() {
      follow = true;
      return this;
    }

    /**
     * Starts with the last lines instead of the first one. With {@link #until} in the past, the last lines before that time:
     * the log is read to there, and this many lines of it are kept in memory.
     *
     * @param lines how many, zero or more
     * @return this
     */
    public Builder tail(long lines) {
      tail = Check.notNegative("tail", lines);
      return this;
    }

    /**
     * Leaves out what was written before a time.
     *
     * @param since the time, to the nanosecond
     * @return this
     */
    public Builder since(Instant since) {
      this.since = Objects.requireNonNull(since, "since");
      return this;
    }

    /**
     * Leaves out what was written after a time. A followed log ends then, by the engine's clock: at once where the time has
     * passed, otherwise when it has passed and nothing has come for two seconds.
     *
     * @param until the time, to the nanosecond; after 1970
     * @return this
     */
    public Builder until(Instant until) {
      // An engine takes zero for no end.
      if (!until.isAfter(Instant.EPOCH)) {
        throw new IllegalArgumentException("until is " + until + "; it has to be after 1970");
      }
      this.until = until;
      return this;
    }

    /**
     * Reads standard output only.
     *
     * @return this
     */
    public Builder stdoutOnly() {
      stdout = true;
      stderr = false;
      return this;
    }

    /**
     * Reads standard error only.
     *
     * @return this
     */
    public Builder stderrOnly() {
      stdout = false;
      stderr = true;
      return this;
    }

    /**
     * Tells when each frame and line was written, in {@link LogFrame#time()} and {@link LogLine#time()}.
     *
     * @return this
     */
    public Builder timestamps() {
      timestamps = true;
      return this;
    }

    /**
     * Takes an engine that sends nothing for so long for dead: a followed log then fails with a
     * {@link io.longshore.error.DeadlineException}. Without it a followed log may be quiet for ever.
     *
     * @param limit more than zero
     * @return this
     */
    public Builder idleLimit(Duration limit) {
      idleLimit = Check.positive("idleLimit", limit);
      return this;
    }

    /**
     * How long {@link Container#followLogs} tries to connect again after a loss, also while the engine answers with failures
     * of its own (5xx), or begins no log within the {@linkplain #idleLimit idle limit}: 5 minutes unless set.
     *
     * @param patience the time from the loss until the last failure is thrown
     * @return this
     */
    public Builder patience(Duration patience) {
      this.patience = Check.positive("patience", patience);
      return this;
    }
  }
}
