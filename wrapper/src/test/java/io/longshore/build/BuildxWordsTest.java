package io.longshore.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other users of the machine can see of a build by {@code docker buildx}. */
class BuildxWordsTest {
  private final BuildSettings wanted = new BuildSettings();
  private final BuildxOptions own = new BuildxOptions();
  private final Map<String, String> variables = new HashMap<>(Map.of("PATH", "/bin", "NPM_TOKEN", "inherited"));

  /** The words about an argument. */
  private List<String> argument(String name, String value) {
    variables.putAll(own.variables);
    wanted.arguments.put(name, value);
    return BuildxCommand.of(wanted, own, variables, Path.of("metadata.json")).words().stream()
        .filter(each -> each.startsWith("--build-arg=")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inherited", "hush", ""})
  void anArgumentTakesThePlaceOfAVariableOfThisProcess(String value) {
    assertEquals(List.of("--build-arg=NPM_TOKEN"), argument("NPM_TOKEN", value));
    assertEquals(value, variables.get("NPM_TOKEN"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GITHUB_TOKEN", "GOPROXY", "SSH_PRIVATE_KEY", "DOCKERHUB_TOKEN", "token", "o"})
  void anArgumentThatTheCommandDoesNotFollowIsAVariable(String name) {
    assertEquals(List.of("--build-arg=" + name), argument(name, "hush"));
    assertEquals("hush", variables.get(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATH", "Path", "HOME", "http_proxy", "HTTPS_PROXY", "DOCKER_HOST", "BUILDX_BUILDER",
      "LONGSHORE_SECRET_0", "LD_PRELOAD", "SSH_AUTH_SOCK", "AWS_PROFILE", "DBUS_SESSION_BUS_ADDRESS", "_", "UID",
      "my-arg", "1st"})
  void anArgumentThatWouldChangeTheCommandIsAWord(String name) {
    Map<String, String> before = Map.copyOf(variables);
    assertEquals(List.of("--build-arg=" + name + "=value"), argument(name, "value"));
    assertEquals(before, variables);
  }

  @Test
  void aVariableThatTheProgramHasSetForTheCommandStays() {
    own.environment("NPM_TOKEN", "of the command");
    assertEquals(List.of("--build-arg=NPM_TOKEN=other"), argument("NPM_TOKEN", "other"));
    assertEquals("of the command", variables.get("NPM_TOKEN"));
    assertEquals(List.of("--build-arg=NPM_TOKEN"), argument("NPM_TOKEN", "of the command"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--secret=id=npm,env=NPM_TOKEN", "--secret=id=NPM_TOKEN",
      "--secret=\"env=NPM_TOKEN\",id=npm"})
  void aVariableThatTheProgramNamesToTheCommandStays(String argument) {
    own.argument(argument);
    assertEquals(List.of("--build-arg=NPM_TOKEN=other"), argument("NPM_TOKEN", "other"));
    assertEquals("inherited", variables.get("NPM_TOKEN"));
    assertEquals(List.of("--build-arg=NPM_TOKEN"), argument("NPM_TOKEN", "inherited"));
  }

  @Test
  void aSecretOfAnotherNameTakesNoArgument() {
    own.argument("--secret", "id=NPM_TOKEN_2,src=NPM_TOKEN", "--build-context=NPM_TOKEN=/docs");
    assertEquals(List.of("--build-arg=NPM_TOKEN"), argument("NPM_TOKEN", "hush"));
  }

  @Test
  void anArgumentIsAVariableIfItFits() {
    String longest = "x".repeat(128_000 - "BIG".length());
    assertEquals(List.of("--build-arg=BIG"), argument("BIG", longest));
    assertEquals(longest, variables.remove("BIG"));
    assertEquals(List.of("--build-arg=BIG=x" + longest), argument("BIG", "x" + longest));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"-", "type=tar", "type=oci", "type=tar,dest=-",
      "type=oci,dest=-", "type=docker,dest=-", "type=tar,dest=", "type=tar,\"dest=-\"", "\"type=tar\"",
      "dest=app.tar,type=tar,dest=-", "Type=oci, DEST=-", "type=oci,tar=true", "type=oci,tar=no", "type=tar,tar=false",
      "\"name=a,dest=b\",type=oci", "type=tar,\"name=a\"\",dest=b\""})
  void anOutputThatTheCommandWouldPrintIsRefused(String output) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> own.output(output));
    assertEquals("the output " + output + " has no reader; name a file with dest=FILE", refused.getMessage());
    assertEquals(List.of(), own.outputs);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"out", "type=docker", "type=docker,dest=app.tar",
      "type=image,push=true", "type=registry,name=a", "type=local,dest=out", "type=tar,dest=app.tar",
      "type=oci,\"dest=a,b.tar\"", "type=oci,tar=false,dest=out", "type=oci,tar=0", "type=tar,\"dest=a\"\"b\"",
      "type=tar,dest=-,dest=app.tar", "type=tar,Dest=app.tar"})
  void anOutputWithAPlaceIsAWord(String output) {
    own.output(output);
    List<String> words = BuildxCommand.of(wanted, own, variables, Path.of("metadata.json")).words();
    assertTrue(words.contains("--output=" + output), words::toString);
  }

  @ParameterizedTest
  @CsvSource({"--output, output(…)", "--output=type=tar, output(…)", "-o, output(…)", "-o-, output(…)",
      "-o=out, output(…)", "-qo, output(…)", "--builder=x, builderName(…)"})
  void anArgumentThatHasAMethodIsRefused(String argument, String method) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> own.argument(argument, "x"));
    assertEquals(argument + " has a method, " + method, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--builder-x", "--output-x", "--no-cache-filter=o", "-q", "-fo", "-", "oo"})
  void anotherArgumentIsAWord(String argument) {
    own.argument(argument);
    List<String> words = BuildxCommand.of(wanted, own, variables, Path.of("metadata.json")).words();
    assertEquals(argument, words.get(words.size() - 3), words::toString);
  }
}
