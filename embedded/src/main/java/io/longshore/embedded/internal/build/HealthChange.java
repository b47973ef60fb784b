package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.engine.model.HealthConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The instruction HEALTHCHECK, with Docker 28.5.2's words for what is wrong with it. */
final class HealthChange {
  private static final Pattern PART = Pattern.compile("(\\d+)(\\.\\d{1,9})?(h|ms?|s|us|µs|ns)");
  private static final Map<String, Long> NANOS = Map.of("h", 3_600_000_000_000L, "m", 60_000_000_000L,
      "s", 1_000_000_000L, "ms", 1_000_000L, "us", 1_000L, "µs", 1_000L, "ns", 1L);

  private HealthChange() {}

  /** Reads what follows the name of the instruction. */
  static HealthConfig parse(String rest) {
    HealthConfig.Builder health = HealthConfig.builder();
    Set<String> seen = new HashSet<>();
    String left = rest;
    while (left.startsWith("--")) {
      String[] words = left.split("\\s+", 2);
      flag(words[0], seen, health);
      left = words.length < 2 ? "" : words[1];
    }
    String[] words = left.split("\\s+", 2);
    String kind = words[0].toUpperCase(Locale.ROOT);
    String command = words.length < 2 ? "" : words[1];
    if (kind.equals("NONE")) {
      if (!command.isEmpty()) {
        throw EngineError.invalid("HEALTHCHECK NONE takes no arguments");
      }
      return HealthConfig.builder().test(List.of("NONE")).build();
    }
    if (!kind.equals("CMD")) {
      throw EngineError.invalid("Unknown type \"" + kind + "\" in HEALTHCHECK (try CMD)");
    }
    List<String> test = InstructionWords.array(command);
    if (command.isEmpty() || test != null && test.isEmpty()) {
      throw EngineError.invalid("Missing command after HEALTHCHECK CMD");
    }
    List<String> check = new ArrayList<>(test == null ? List.of("CMD-SHELL", command) : test);
    if (test != null) {
      check.add(0, "CMD");
    }
    return health.test(check).build();
  }

  private static void flag(String word, Set<String> seen, HealthConfig.Builder health) {
    String[] pair = word.split("=", 2);
    if (!Set.of("--interval", "--timeout", "--start-period", "--start-interval", "--retries").contains(pair[0])) {
      throw EngineError.invalid("unknown flag: " + pair[0]);
    }
    if (!seen.add(pair[0])) {
      throw EngineError.invalid("duplicate flag specified: " + pair[0]);
    }
    if (pair.length < 2) {
      throw EngineError.invalid("missing a value on flag: " + pair[0]);
    }
    switch (pair[0]) {
      case "--interval" -> health.interval(nanos("interval", pair[1]));
      case "--timeout" -> health.timeout(nanos("timeout", pair[1]));
      case "--start-period" -> health.startPeriod(nanos("start-period", pair[1]));
      case "--start-interval" -> health.startInterval(nanos("start-interval", pair[1]));
      default -> health.retries(retries(pair[1]));
    }
  }

  private static @Nullable Long retries(String text) {
    if (!text.matches("-?\\d{1,9}")) {
      throw EngineError.invalid("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    long retries = Long.parseLong(text);
    if (retries < 0) {
      throw EngineError.invalid("--retries cannot be negative (" + retries + ")");
    }
    return retries == 0 ? null : (Long) retries;
  }

  /** A duration as Go writes it; null for none. */
  private static @Nullable Long nanos(String name, String text) {
    if (text.matches("\\d+")) {
      throw EngineError.invalid("time: missing unit in duration \"" + text + "\"");
    }
    if (text.isEmpty() || text.length() > 30 || !PART.matcher(text).replaceAll("").isEmpty()) {
      throw EngineError.invalid("time: invalid duration \"" + text + "\"");
    }
    double sum = 0;
    for (MatchResult part : PART.matcher(text).results().toList()) {
      sum += Double.parseDouble(part.group().replaceAll("[^\\d.]", "")) * NANOS.getOrDefault(part.group(3), 0L);
    }
    long nanos = Math.round(sum);
    if (nanos != 0 && nanos < 1_000_000) {
      throw EngineError.invalid("Interval \"" + name + "\" cannot be less than 1ms");
    }
    return nanos == 0 ? null : (Long) nanos;
  }
}
