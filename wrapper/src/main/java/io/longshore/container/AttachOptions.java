package io.longshore.container;

import java.util.Objects;
import java.util.function.Consumer;

/** How to connect to the standard streams of a container's program. Immutable. */
public final class AttachOptions {
  private final SessionOptions streams;
  private final boolean stopped;

  private AttachOptions(SessionOptions streams, boolean stopped) {
    this.streams = streams;
    this.stopped = stopped;
  }

  static AttachOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new AttachOptions(builder.streams(), builder.stopped);
  }

  AttachOptions withStdin() {
    return new AttachOptions(streams.withStdin(), stopped);
  }

  boolean stopped() {
    return stopped;
  }

  SessionOptions streams() {
    return streams;
  }

  @Override
  public String toString() {
    return "AttachOptions[stdin=" + streams.stdin() + ", stdout=" + streams.stdout() + ", stderr=" + streams.stderr() + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder extends SessionBuilder<Builder> {
    private boolean stopped;

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
  }
}
