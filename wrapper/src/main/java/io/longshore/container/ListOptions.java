package io.longshore.container;

import io.longshore.generated.engine.model.ContainerStatus;
import io.longshore.internal.Check;
import io.longshore.internal.Filters;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which containers to list. Immutable. */
public final class ListOptions {
  private final boolean all;
  private final boolean size;
  private final @Nullable Long limit;
  private final @Nullable String filters;

  private ListOptions(Builder builder) {
    all = builder.all;
    size = builder.size;
    limit = builder.limit;
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

  boolean size() {
    return size;
  }

  @Nullable Long limit() {
    return limit;
  }

  @Nullable String filters() {
    return filters;
  }

  @Override
  public String toString() {
    return "ListOptions[all=" + all + ", size=" + size + ", limit=" + limit + ", filters=" + filters + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private final Filters filters = new Filters();
    private boolean all;
    private boolean size;
    private @Nullable Long limit;

    private Builder() {}

    /**
     * Lists containers that do not run too.
     *
     * @return this
     */
    public Builder all() {
      all = true;
      return this;
    }

    /**
     * Measures the containers' file systems, which takes an engine long.
     *
     * @return this
     */
    public Builder size() {
      size = true;
      return this;
    }

    /**
     * Lists the newest containers only, running or not.
     *
     * @param limit how many, at least one
     * @return this
     */
    public Builder limit(long limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("limit is " + limit + "; leave it out to list all");
      }
      this.limit = limit;
      return this;
    }

    /**
     * Lists containers that have a label.
     *
     * @param name the label's name
     * @return this
     */
    public Builder label(String name) {
      return filter("label", Check.text("label name", name));
    }

    /**
     * Lists containers that have a label of a value.
     *
     * @param name the label's name
     * @param value its value
     * @return this
     */
    public Builder label(String name, String value) {
      return filter("label", Check.text("label name", name) + "=" + Objects.requireNonNull(value, "label value"));
    }

    /**
     * Lists containers whose name holds a text.
     *
     * @param name a part of the name, or a regular expression: {@code ^/web$} is the container named web
     * @return this
     */
    public Builder name(String name) {
      return filter("name", Check.text("name", name));
    }

    /**
     * Lists containers of a status, running or not.
     *
     * @param statuses one or more
     * @return this
     */
    public Builder status(ContainerStatus... statuses) {
      return filter("status", Arrays.stream(statuses).map(ContainerStatus::value).toArray(String[]::new));
    }

    /**
     * Filters by anything else that the engine knows.
     *
     * @param name the filter, such as {@code ancestor}
     * @param values alternatives
     * @return this
     */
    public Builder filter(String name, String... values) {
      boolean containers = "before".equals(name) || "since".equals(name);
      filters.add(name, containers ? Arrays.stream(values).map(Check::container).toArray(String[]::new) : values);
      return this;
    }
  }
}
