package io.longshore.session;

import io.longshore.container.Container;
import io.longshore.internal.session.SessionSettings;
import java.util.Objects;
import java.util.function.Consumer;

/** How to connect to the standard streams of a container's program. Immutable. */
public final class AttachOptions {
  private final SessionSettings streams;
  private final boolean stopped;
  private final boolean logs;

  private AttachOptions(SessionSettings streams, boolean stopped, boolean logs) {
    this.streams = streams;
    this.stopped = stopped;
    this.logs = logs;
  }

  static AttachOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new AttachOptions(builder.streams(), builder.stopped, builder.logs);
  }

  AttachOptions withStdin() {
    return new AttachOptions(streams.withStdin(), stopped, logs);
  }

  boolean stopped() {
    return stopped;
  }

  boolean logs() {
    return logs;
  }

  SessionSettings streams() {
    return streams;
  }

  @Override
  public String toString() {
    return "AttachOptions[stdin=" + streams.stdin() + ", stdout=" + streams.stdout() + ", stderr=" + streams.stderr() + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder extends SessionBuilder<Builder> {
    private boolean stopped;
    private boolean logs;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Attaches to a container that has ended, too: nothing comes until it is started again. Otherwise that is an error.
     *
     * @return this
     */
    public Builder stopped() {
      stopped = true;
      return this;
    }

    /**
     * Begins with what the program has written before, as far as the log driver kept it; Docker's {@code logs}. What it writes
     * meanwhile may be missing or come twice: {@link Container#followLogs()} does without that.
     *
     * @return this
     */
    public Builder logs() {
      logs = true;
      return this;
    }
  }
}
