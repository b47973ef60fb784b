package io.longshore.container;

import io.longshore.internal.Check;
import io.longshore.internal.http.Limits;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to stop a container. Immutable. */
public final class StopOptions {
  private final @Nullable String signal;
  private final @Nullable Duration grace;

  private StopOptions(Builder builder) {
    signal = builder.signal;
    grace = builder.grace;
  }

  static StopOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new StopOptions(builder);
  }

  @Nullable String signal() {
    return signal;
  }

  @Nullable Long seconds() {
    return grace == null ? null : Check.seconds(grace);
  }

  Limits limits() {
    // Unless set, the grace period is the container's own, and this client does not know it.
    return grace == null ? Limits.HEAVY : Limits.waiting(grace);
  }

  @Override
  public String toString() {
    return "StopOptions[signal=" + signal + ", grace=" + grace + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private @Nullable String signal;
    private @Nullable Duration grace;

    private Builder() {}

    /**
     * The signal that asks the program to stop, in place of the container's own; Docker's {@code signal}. Needs API 1.42.
     *
     * @param signal a name such as {@code SIGINT}, or a number
     * @return this
     */
    public Builder signal(String signal) {
      this.signal = Check.text("signal", signal);
      return this;
    }

    /**
     * How long the program may take before it is killed; Docker's {@code t}.
     *
     * @param grace rounded up to whole seconds; zero kills at once
     * @return this
     */
    public Builder grace(Duration grace) {
      this.grace = Check.notNegative("grace", grace);
      return this;
    }
  }
}
