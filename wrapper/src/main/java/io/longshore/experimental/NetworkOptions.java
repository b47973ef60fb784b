package io.longshore.experimental;

import io.longshore.generated.experimental.model.NetworkCreateRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to create a network; see {@link ExperimentalNetworks#create(String, Consumer)}. Not thread-safe. Since API 1.20.
 */
public final class NetworkOptions {
  private @Nullable String driver;
  private final Map<String, @Nullable Object> options = new LinkedHashMap<>();

  NetworkOptions() {}

  NetworkCreateRequest request(String name) {
    return NetworkCreateRequest.builder()
        .name(Valid.name("name", name))
        .networkType(driver)
        .options(options.isEmpty() ? null : options)
        .build();
  }

  /**
   * Sets the network's driver; the engine's default, {@code bridge}, unless set.
   *
   * @param driver the driver's name, such as {@code bridge}, {@code host} or {@code null}
   * @return this
   */
  public NetworkOptions driver(String driver) {
    this.driver = Valid.name("driver", driver);
    return this;
  }

  /**
   * Adds an option for the driver; the engine passes it on unchanged.
   *
   * @param name the option's name, in the driver's words
   * @param value a map, list, string, number, boolean or null
   * @return this
   */
  public NetworkOptions option(String name, @Nullable Object value) {
    options.put(Valid.name("option name", name), value);
    return this;
  }
}
