package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.LogConfig;
import io.longshore.generated.engine.model.LogDriver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which log drivers there are, and what they can be told. Others are refused as by an engine without them. */
final class LogRules {
  /** Those that {@code info} lists; engines leave {@code none} out. */
  static final List<String> DRIVERS = List.of("json-file", "local");

  private static final Set<String> FOR_ALL = Set.of("mode", "max-buffer-size");
  private static final Set<String> OF_LOCAL = Set.of("max-file", "max-size", "compress");
  private static final Set<String> OF_JSON_FILE = Set.of("max-file", "max-size", "compress", "labels", "labels-regex",
      "env", "env-regex", "tag");

  private LogRules() {}

  /** What was asked for, or the default. */
  static LogConfig of(HostConfig host) {
    LogConfig asked = host.logConfig();
    if (asked != null && asked.type() != null && !asked.type().value().isEmpty()) {
      return asked;
    }
    return LogConfig.builder().type(LogDriver.JSON_FILE).config(asked == null ? Map.of() : asked.config()).build();
  }

  /** The driver of a container. */
  static String driver(HostConfig host) {
    LogDriver type = of(host).type();
    return type == null ? "" : type.value();
  }

  static void check(HostConfig host) {
    String driver = driver(host);
    if (driver.equals("none")) {
      return;
    }
    if (!DRIVERS.contains(driver)) {
      throw EngineError.invalid(
          "error looking up logging plugin " + driver + ": plugin \"" + driver + "\" not found");
    }
    Map<String, String> options = of(host).config();
    String mode = options.getOrDefault("mode", "");
    if (!Set.of("", "blocking", "non-blocking").contains(mode)) {
      throw EngineError.invalid("logger: logging mode not supported: " + mode);
    }
    if (options.containsKey("max-buffer-size") && !mode.equals("non-blocking")) {
      throw EngineError.invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
    }
    boolean isLocal = driver.equals("local");
    for (String option : new TreeSet<>(options.keySet())) {
      if (!FOR_ALL.contains(option) && !(isLocal ? OF_LOCAL : OF_JSON_FILE).contains(option)) {
        String end = isLocal ? "log driver local" : driver + " log driver";
        throw EngineError.invalid("unknown log opt '" + option + "' for " + end);
      }
    }
  }
}
