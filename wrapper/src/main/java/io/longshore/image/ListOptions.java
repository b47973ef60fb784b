package io.longshore.image;

import io.longshore.internal.Check;
import io.longshore.internal.Filters;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which images to list. Immutable. */
public final class ListOptions {
  private final boolean all;
  private final boolean digests;
  private final boolean sharedSize;
  private final boolean manifests;
  private final boolean identity;
  private final @Nullable String filters;

  private ListOptions(Builder builder) {
    all = builder.all;
    digests = builder.digests;
    sharedSize = builder.sharedSize;
    manifests = builder.manifests;
    identity = builder.identity;
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

  boolean digests() {
    return digests;
  }

  boolean sharedSize() {
    return sharedSize;
  }

  boolean manifests() {
    return manifests;
  }

  boolean identity() {
    return identity;
  }

  @Nullable String filters() {
    return filters;
  }

  @Override
  public String toString() {
    return "ListOptions[all=" + all + ", digests=" + digests + ", sharedSize=" + sharedSize + ", manifests=" + manifests + ", identity="
        + identity + ", filters=" + filters + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private final Filters filters = new Filters();
    private boolean all;
    private boolean digests;
    private boolean sharedSize;
    private boolean manifests;
    private boolean identity;

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
     * Tells the names with digests on old engines too, whose lists leave them out; Docker's {@code digests}.
     *
     * @return this
     */
    public Builder digests() {
      digests = true;
      return this;
    }

    /**
     * Works out how much of each image others share, which takes an engine long; Docker's {@code shared-size}. Needs API 1.42.
     *
     * @return this
     */
    public Builder sharedSize() {
      sharedSize = true;
      return this;
    }

    /**
     * Tells what each image's index refers to; Docker's {@code manifests}. Needs API 1.47, and only an engine with the containerd
     * image store fills it.
     *
     * @return this
     */
    public Builder manifests() {
      manifests = true;
      return this;
    }

    /**
     * Tells where each manifest comes from, as far as the engine can vouch for it; Docker's {@code identity}. Needs API 1.54, and
     * only an engine with the containerd image store fills it.
     *
     * @return this
     */
    public Builder identity() {
      identity = true;
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
