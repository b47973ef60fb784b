package io.longshore.container;

import io.longshore.internal.Check;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a container's log. Immutable.
 *
 * @param follow whether to go on with what is written from now on
 * @param tail how many of the last lines, or null for all
 * @param since the earliest time, or null; engines take whole seconds, and this is rounded down
 * @param until the latest time, or null; rounded up to whole seconds
 * @param stdout whether to read standard output
 * @param stderr whether to read standard error
 */
public record LogOptions(
    boolean follow,
    @Nullable Long tail,
    @Nullable Instant since,
    @Nullable Instant until,
    boolean stdout,
    boolean stderr) {

  static LogOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new LogOptions(
        builder.follow, builder.tail, builder.since, builder.until, builder.stdout, builder.stderr);
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean follow;
    private @Nullable Long tail;
    private @Nullable Instant since;
    private @Nullable Instant until;
    private boolean stdout = true;
    private boolean stderr = true;

    private Builder() {}

    /**
     * Goes on with what is written from now on, until the container stops or the stream is closed.
     *
     * @return this
     */
    public Builder follow() {
      follow = true;
      return this;
    }

    /**
     * Starts with the last lines instead of the first one.
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
     * @param since the time, rounded down to whole seconds
     * @return this
     */
    public Builder since(Instant since) {
      this.since = Objects.requireNonNull(since, "since");
      return this;
    }

    /**
     * Leaves out what was written after a time.
     *
     * @param until the time, rounded up to whole seconds
     * @return this
     */
    public Builder until(Instant until) {
      this.until = Objects.requireNonNull(until, "until");
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
  }
}
