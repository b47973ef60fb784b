package io.longshore.container;

import java.util.Objects;
import java.util.function.Consumer;

/** What to ask of a container. Immutable. */
public final class InspectOptions {
  private final boolean size;

  private InspectOptions(Builder builder) {
    size = builder.size;
  }

  static InspectOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new InspectOptions(builder);
  }

  boolean size() {
    return size;
  }

  @Override
  public String toString() {
    return "InspectOptions[size=" + size + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private boolean size;

    private Builder() {}

    /**
     * Measures the container's file system ({@code sizeRw} and {@code sizeRootFs}), which takes an engine long; Docker's
     * {@code size}.
     *
     * @return this
     */
    public Builder size() {
      size = true;
      return this;
    }
  }
}
