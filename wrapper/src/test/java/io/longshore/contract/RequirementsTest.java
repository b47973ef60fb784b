package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ConnectionException;
import io.longshore.generated.runtime.ApiVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that has to have real engines fails without them, and says what is missing. */
class RequirementsTest {
  private static final Map<String, String> COMPLETE = complete();

  private static Map<String, String> complete() {
    Map<String, String> all = new HashMap<>();
    Settings.ALL.forEach(name -> all.put(name, "set"));
    all.put(Settings.ENGINES, "unix:///1.41,unix:///1.51");
    all.put("CI", "true");
    return all;
  }

  @Test
  @Timeout(60)
  void thisRunHasTheEnginesThatItRequires() {
    List<String> missing = Requirements.missing(Settings.ofThisRun(), RequirementsTest::ask);
    assertEquals(List.of(), missing, () -> String.join("; ", missing));
  }

  private static ApiVersion ask(String host) {
    try (DockerClient docker = DockerClient.builder().host(host).build()) {
      return ApiVersion.parse(docker.system().version().apiVersion());
    }
  }

  @Test
  void oneOldAndOneNewEngineAreEnough() {
    assertEquals(List.of(), missing(COMPLETE));
    assertEquals(List.of(), missing(with(Settings.ENGINES, "unix:///1.55 , unix:///1.41")));
  }

  @Test
  void noEnginesAreAProblemOnlyWhereTheyAreRequired() {
    Map<String, String> none = with(Settings.ENGINES, "");
    assertMissing("LONGSHORE_ENGINES is not set", none);
    none.remove("CI");
    assertEquals(List.of(), missing(none));
    none.put("LONGSHORE_REQUIRE_ENGINES", "true");
    assertMissing("LONGSHORE_ENGINES is not set", none);
  }

  @Test
  void everySettingIsRequired() {
    for (String name : Settings.ALL) {
      assertMissing(name + " is not set", with(name, " "));
    }
  }

  @Test
  void enginesOfOtherVersionsAreAProblem() {
    for (String engines : List.of("unix:///1.41", "unix:///1.41,unix:///1.45", "unix:///1.51,unix:///1.52",
        "unix:///1.41,unix:///1.41",
        "unix:///1.41,unix:///1.45,unix:///1.51")) {
      assertMissing("it takes one of 1.41 and one of 1.51 or newer", with(Settings.ENGINES, engines));
    }
  }

  @Test
  void anEngineThatDoesNotAnswerIsAProblem() {
    Function<String, ApiVersion> down = host -> {
      throw new ConnectionException("refused", null);
    };
    List<String> missing = Requirements.missing(new Settings(COMPLETE), down);
    assertEquals(2, missing.size(), missing::toString);
    assertTrue(missing.get(0).contains("unix:///1.41"), missing::toString);
    assertTrue(missing.get(0).contains("refused"), missing::toString);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> changed = new HashMap<>(COMPLETE);
    changed.put(name, value);
    return changed;
  }

  /** Here the address tells the version. */
  private static List<String> missing(Map<String, String> environment) {
    return Requirements.missing(
        new Settings(environment), host -> ApiVersion.parse(host.substring("unix:///".length())));
  }

  private static void assertMissing(String text, Map<String, String> environment) {
    List<String> missing = missing(environment);
    assertFalse(missing.isEmpty(), "nothing was missed");
    assertTrue(missing.stream().anyMatch(sentence -> sentence.contains(text)), missing::toString);
  }
}
