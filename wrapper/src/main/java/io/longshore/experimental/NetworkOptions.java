package io.longshore.experimental;

import io.longshore.generated.experimental.model.NetworkCreateRequest;
import io.longshore.generated.runtime.Describe;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to make a network; see {@link ExperimentalNetworks#create(String, Consumer)}. Immutable. Since API 1.20. */
public final class NetworkOptions {
  private final @Nullable String driver;
  private final Map<String, @Nullable Object> options;

  private NetworkOptions(Builder builder) {
    driver = builder.driver;
    options = Collections.unmodifiableMap(new LinkedHashMap<>(builder.options));
  }

  static NetworkOptions of(Consumer<Builder> options) {
    Objects.requireNonNull(options, "options");
    Builder builder = new Builder();
    options.accept(builder);
    return new NetworkOptions(builder);
  }

  NetworkCreateRequest request(String name) {
    return NetworkCreateRequest.builder()
        .name(Valid.name("name", name))
        .networkType(driver)
        .options(options.isEmpty() ? null : options)
        .build();
  }

  /** Shows what is set. */
  @Override
  public String toString() {
    return new Describe("NetworkOptions")
        .field("driver", driver)
        .field("options", options.isEmpty() ? null : options)
        .toString();
  }

  /** Builds {@link NetworkOptions}. For one thread. */
  public static final class Builder {
    private @Nullable String driver;
    private final Map<String, @Nullable Object> options = new LinkedHashMap<>();

    private Builder() {}

    /**
     * What makes the network work; the engine's default, {@code bridge}, when this is not called.
     *
     * @param driver the driver's name, such as {@code bridge}, {@code host} or {@code null}
     * @return this
     */
    public Builder driver(String driver) {
      this.driver = Valid.name("driver", driver);
      return this;
    }

    /**
     * Tells the driver something; the engine passes it on as it is.
     *
     * @param name the option's name, in the driver's words
     * @param value a map, list, string, number, boolean or null
     * @return this
     */
    public Builder option(String name, @Nullable Object value) {
      options.put(Valid.name("option name", name), value);
      return this;
    }
  }
}
