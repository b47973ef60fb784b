package io.longshore.contract;

import io.longshore.error.DockerException;
import io.longshore.generated.runtime.ApiVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a run needs in which a missing engine is a failure: one old engine, one new one, and everything around them. */
final class Requirements {
  static final ApiVersion OLD = new ApiVersion(1, 41);
  static final ApiVersion NEW = new ApiVersion(1, 51);

  private Requirements() {}

  /**
   * What is missing.
   *
   * @param settings the run's settings
   * @param version asks the engine at an address for its API version
   * @return a sentence for each thing, none when all is there or nothing is required
   */
  static List<String> missing(Settings settings, Function<String, ApiVersion> version) {
    if (!settings.required()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>();
    for (String name : Settings.ALL) {
      if (settings.get(name).isEmpty()) {
        missing.add(name + " is not set");
      }
    }
    List<ApiVersion> found = new ArrayList<>();
    for (String host : settings.engines()) {
      try {
        found.add(version.apply(host));
      } catch (DockerException e) {
        missing.add("the engine at " + host + " cannot be used: " + e.getMessage());
      }
    }
    if (missing.isEmpty() && !isOneOldAndOneNew(found)) {
      missing.add(
          "the engines speak API " + found + "; it takes one of " + OLD + " and one of " + NEW
              + " or newer, no others");
    }
    return missing;
  }

  private static boolean isOneOldAndOneNew(List<ApiVersion> found) {
    return found.size() == 2
        && found.stream().filter(OLD::equals).count() == 1
        && found.stream().filter(version -> !NEW.isAfter(version)).count() == 1;
  }
}
