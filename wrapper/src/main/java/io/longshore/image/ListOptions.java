package io.longshore.image;

import io.longshore.internal.Check;
import io.longshore.internal.Filters;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which images to list. Immutable. */
public final class ListOptions {
  private final boolean all;
  private final @Nullable String filters;

  private ListOptions(Builder builder) {
    all = builder.all;
    filters = builder.filters.json();
  }

  static ListOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new ListOptions(builder);
  }

  boolean all() {
    return all;
  }

  @Nullable String filters() {
    return filters;
  }

  @Override
  public String toString() {
    return "ListOptions[all=" + all + ", filters=" + filters + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private final Filters filters = new Filters();
    private boolean all;

    private Builder() {}

    /**
     * Lists the layers in between too.
     *
     * @return this
     */
    public Builder all() {
      all = true;
      return this;
    }

    /**
     * Lists images of a name.
     *
     * @param pattern a name with or without a tag; {@code *} stands for any part
     * @return this
     */
    public Builder reference(String pattern) {
      return filter("reference", Check.text("pattern", pattern));
    }

    /**
     * Lists images that have a label.
     *
     * @param name the label's name
     * @return this
     */
    public Builder label(String name) {
      return filter("label", Check.text("label name", name));
    }

    /**
     * Lists images that have a label of a value.
     *
     * @param name the label's name
     * @param value its value
     * @return this
     */
    public Builder label(String name, String value) {
      return filter("label", Check.text("label name", name) + "=" + Objects.requireNonNull(value, "label value"));
    }

    /**
     * Filters by anything else that the engine knows.
     *
     * @param name the filter, such as {@code dangling}
     * @param values alternatives
     * @return this
     */
    public Builder filter(String name, String... values) {
      filters.add(name, values);
      return this;
    }
  }
}
