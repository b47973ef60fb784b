package io.longshore.container;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to start a container. Immutable. */
public final class StartOptions {
  static final StartOptions NONE = of(options -> {});

  private final @Nullable String detachKeys;

  private StartOptions(Builder builder) {
    detachKeys = builder.detachKeys;
  }

  static StartOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new StartOptions(builder);
  }

  @Nullable String detachKeys() {
    return detachKeys;
  }

  @Override
  public String toString() {
    return "StartOptions[detachKeys=" + detachKeys + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private @Nullable String detachKeys;

    private Builder() {}

    /**
     * The keys that end a session of the container's terminal while its program goes on; Docker's {@code detachKeys}. A session
     * that names its own goes by those.
     *
     * @param keys such as {@code ctrl-p,ctrl-q}, which engines take unless set
     * @return this
     */
    public Builder detachKeys(String keys) {
      detachKeys = DetachKeys.of(keys).text();
      return this;
    }
  }
}
