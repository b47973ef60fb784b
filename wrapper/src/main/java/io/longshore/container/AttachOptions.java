package io.longshore.container;

import java.util.Objects;
import java.util.function.Consumer;

/** How to connect to the standard streams of a container's program. Immutable. */
public final class AttachOptions {
  private final SessionOptions streams;

  private AttachOptions(SessionOptions streams) {
    this.streams = streams;
  }

  static AttachOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new AttachOptions(builder.streams());
  }

  AttachOptions withStdin() {
    return new AttachOptions(streams.withStdin());
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
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }
  }
}
