package io.longshore.embedded.internal.build;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of {@code ARG}: those of the caller, before the first {@code FROM}, and of the stage that is built. */
final class BuildArguments {
  /** What counts without being asked for, and never shows in a history. */
  private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy",
      "FTP_PROXY", "ftp_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy");

  private final Map<String, String> given;
  private final Map<String, String> first = new LinkedHashMap<>();
  private final Map<String, @Nullable String> stage = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();

  BuildArguments(Map<String, String> given) {
    this.given = given;
  }

  void newStage() {
    stage.clear();
  }

  /** Declares one before the first {@code FROM}. */
  void declareFirst(String name, @Nullable String value) {
    known.add(name);
    String own = given.getOrDefault(name, value);
    if (own != null) {
      first.put(name, own);
    }
  }

  /** Declares one in the stage. */
  void declare(String name, @Nullable String value) {
    known.add(name);
    stage.put(name, value == null ? first.get(name) : value);
  }

  /** What {@code FROM} knows. */
  Map<String, String> firstValues() {
    return first;
  }

  /**
   * What the stage's instructions know.
   *
   * @param all with those that no history shows
   */
  Map<String, String> values(boolean all) {
    Map<String, String> values = new TreeMap<>();
    given.forEach((name, value) -> {
      if (stage.containsKey(name) || all && PROXIES.contains(name)) {
        values.put(name, value);
      }
    });
    stage.forEach((name, value) -> {
      if (value != null) {
        values.putIfAbsent(name, value);
      }
    });
    return values;
  }

  /** The caller's that no {@code ARG} asked for. */
  List<String> unused() {
    return given.keySet().stream().filter(name -> !known.contains(name) && !PROXIES.contains(name)).sorted().toList();
  }
}
