package io.longshore.system;

import io.longshore.generated.engine.model.DataUsageType;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Which disk use to add up. Immutable. */
public final class DataUsageOptions {
  private final List<DataUsageType> types;
  private final boolean verbose;

  private DataUsageOptions(Builder builder) {
    types = builder.types;
    verbose = builder.verbose;
  }

  static DataUsageOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new DataUsageOptions(builder);
  }

  List<DataUsageType> types() {
    return types;
  }

  boolean verbose() {
    return verbose;
  }

  @Override
  public String toString() {
    return "DataUsageOptions[types=" + types + ", verbose=" + verbose + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private List<DataUsageType> types = List.of();
    private boolean verbose;

    private Builder() {}

    /**
     * Adds up these kinds only, which is much faster than all; Docker's {@code type}. Needs API 1.42.
     *
     * @param types one or more
     * @return this
     */
    public Builder type(DataUsageType... types) {
      this.types = List.of(types);
      return this;
    }

    /**
     * Lists the single images, containers, volumes and cache records too; Docker's {@code verbose}. Needs API 1.52; before, and
     * only there, an engine always lists them.
     *
     * @return this
     */
    public Builder verbose() {
      verbose = true;
      return this;
    }
  }
}
