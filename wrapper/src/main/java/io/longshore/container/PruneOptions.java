package io.longshore.container;

import io.longshore.internal.Check;
import io.longshore.internal.Filters;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which stopped containers to remove. Immutable. */
public final class PruneOptions {
  private final @Nullable String filters;

  private PruneOptions(Builder builder) {
    filters = builder.filters.json();
  }

  static PruneOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new PruneOptions(builder);
  }

  @Nullable String filters() {
    return filters;
  }

  @Override
  public String toString() {
    return "PruneOptions[filters=" + filters + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private final Filters filters = new Filters();

    private Builder() {}

    /**
     * Removes containers that have a label.
     *
     * @param name the label's name
     * @return this
     */
    public Builder label(String name) {
      return filter("label", Check.text("label name", name));
    }

    /**
     * Removes containers that have a label of a value.
     *
     * @param name the label's name
     * @param value its value
     * @return this
     */
    public Builder label(String name, String value) {
      return filter("label", Check.text("label name", name) + "=" + Objects.requireNonNull(value, "label value"));
    }

    /**
     * Removes containers that were made before a time.
     *
     * @param until the time
     * @return this
     */
    public Builder until(Instant until) {
      return filter("until", until.toString());
    }

    /**
     * Filters by anything else that the engine knows.
     *
     * @param name the filter
     * @param values alternatives
     * @return this
     */
    public Builder filter(String name, String... values) {
      filters.add(name, values);
      return this;
    }
  }
}
