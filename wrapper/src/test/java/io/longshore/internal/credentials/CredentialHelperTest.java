package io.longshore.internal.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.config.Environment;
import io.longshore.registry.DockerHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that do what credential helpers do, good and bad ones; each answer is a secret. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class CredentialHelperTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** Three processes that do not end by themselves, noted in a file: two children and the helper. */
  private static final String HANGS = "sleep 300 & echo $! >\"$HOME/pids\"; (sleep 300; echo on) & echo $! >>\"$HOME/pids\"\n"
      + "echo $$ >>\"$HOME/pids\"; wait";

  @TempDir
  Path directory;

  private DockerHome home;

  @BeforeEach
  void prepare() {
    home = new DockerHome(directory);
  }

  private AuthConfig get(String script) throws Exception {
    return get(script, LONG, () -> false);
  }

  private AuthConfig get(String script, Duration limit, BooleanSupplier closed) throws Exception {
    home.helper("x", script);
    return new CredentialHelper("x", home.environment()).get("r.example", limit, closed);
  }

  private static void assertHides(Throwable failure) {
    assertFalse(failure.toString().contains("hush"), failure::toString);
    assertNull(failure.getCause());
  }

  @Test
  void isAskedWithTheRegistryAndNothingElse() throws Exception {
    AuthConfig found = get(DockerHome.answer("me", "hush"));
    assertEquals(AuthConfig.builder().username("me").password("hush").serveraddress("r.example").build(), found);
    // The file has what came on its input between the marks, without a line's end.
    assertEquals(List.of("x get <r.example>"), home.asked());
  }

  @Test
  void mayAnswerWithATokenInPlaceOfAPassword() throws Exception {
    assertEquals(AuthConfig.builder().identitytoken("hush").serveraddress("r.example").build(),
        get(DockerHome.answer("<token>", "hush")));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "echo 'credentials not found in native keychain'; exit 1",
      "echo 'Error: Credentials not found.'; exit 2",
      "printf '{\"ServerURL\":\"\",\"Username\":\"\",\"Secret\":\"\"}'",
      "printf '{\"Username\":null}'",
      "printf '{}'",
  })
  void mayHaveNone(String script) throws Exception {
    assertNull(get(script));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "printf '{\"username\":\"me\",\"SECRET\":\"s\",\"More\":[1]}'|me|s",
      "printf '{\"Username\":\"me\",\"Secret\":\"s\"} and more'|me|s",
      "sleep 0.2; printf ' \\n{\"Username\":\"me\",'; sleep 0.1; printf '\"Secret\":\"s\"}\\n'|me|s",
      "printf '{\"Secret\":\"s\"}'|``|s",
      "head -c 1000000 /dev/zero >&2; printf '{\"Username\":\"me\",\"Secret\":\"s\"}'|me|s",
      "printf '{\"Username\":\"me\",\"Secret\":\"s\"'; printf '%500000s' ''; printf '}'|me|s",
      "printf '{\"Username\":\"me\",\"Secret\":\"s\"}'; sleep 20 & exit 0|me|s",
  })
  void isReadAsTheDockerCommandReadsIt(String script, String username, String secret) throws Exception {
    AuthConfig found = get(script);
    assertEquals(username, String.valueOf(found.username()));
    assertEquals(secret, found.password());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "echo hush; exit 3|ended with exit code 3",
      "echo hush >&2; exit 1|ended with exit code 1",
      "echo 'no credentials server URL hush'; exit 1|ended with exit code 1",
      "kill -9 $$|ended with exit code 137",
      "echo hush|answered with something else than the JSON of a credential helper",
      "printf '{\"Username\":\"hush\"'|answered with something else than the JSON of a credential helper",
      "printf '{\"Username\":5,\"Secret\":{\"hush\":1}}'|answered with something else than the JSON of a credential helper",
      "printf '[\"hush\"]'|answered with something else than the JSON of a credential helper",
      "true|answered with something else than the JSON of a credential helper",
      "yes hush|sent more than 1048576 bytes",
      "exec <&- >&- 2>&-; exit 4|ended with exit code 4",
  })
  void aFailureNamesTheReasonAndNothingThatItSaid(String script, String reason) {
    HelperFailure failure = assertThrows(HelperFailure.class, () -> get(script));
    assertEquals(reason, failure.getMessage());
    assertHides(failure);
  }

  @Test
  void endsWithItsDeadline() {
    HelperFailure late = assertThrows(HelperFailure.class,
        () -> get("echo hush; " + HANGS, Duration.ofMillis(200), () -> false));
    assertEquals("did not end within 0.2 s and was killed", late.getMessage());
  }

  @Test
  void isKilledWithItsChildrenWhenTheClientCloses() {
    assertThrows(CancellationException.class, () -> get(HANGS, LONG, () -> pids().size() == 3));
    awaitEnd();
  }

  @Test
  void isKilledWithItsChildrenWhenTheThreadIsInterrupted() throws Exception {
    FutureTask<Throwable> call = new FutureTask<>(() -> assertThrows(InterruptedException.class, () -> get(HANGS)));
    Thread thread = new Thread(call);
    thread.start();
    until(() -> pids().size() == 3);
    thread.interrupt();
    assertHides(call.get(30, TimeUnit.SECONDS));
    awaitEnd();
  }

  @Test
  void isNotStartedByAnInterruptedThread() {
    CredentialHelper helper = new CredentialHelper("x", home.helper("x", HANGS).environment());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> helper.get("r.example", LONG, () -> false));
    assertFalse(Thread.interrupted());
    assertEquals(List.of(), home.asked());
  }

  private List<Long> pids() {
    try {
      return Files.readAllLines(home.file("pids")).stream().map(Long::valueOf).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    for (long pid : pids()) {
      until(() -> ended(pid));
    }
  }

  /** Gone, or dead and not taken notice of by its parent. */
  private static boolean ended(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (IOException e) {
      return true;
    }
  }

  private static void until(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("the test has taken too long", e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "../x", "/bin/x", "a b", "", ".", "..", "-x", "a;b", "$(x)", "a\\b", "a\nb", "ä"})
  void aNameIsPartOfTheNameOfAFile(String name) {
    CredentialHelper helper = new CredentialHelper(name, home.environment());
    HelperFailure failure = assertThrows(HelperFailure.class, () -> helper.get("r", LONG, () -> false));
    assertTrue(failure.getMessage().contains("letters, digits"), failure::getMessage);
    assertFalse(helper.toString().contains("\n"), helper::toString);
  }

  @Test
  void isFoundInPathAlone() throws Exception {
    home.helper("x", "me", "hush");
    Map<String, String> variables = Map.of("HOME", directory.toString(), "PATH", System.getenv("PATH"));
    CredentialHelper none = new CredentialHelper("x", new Environment(variables, directory, null, "Linux"));
    HelperFailure failure = assertThrows(HelperFailure.class, () -> none.get("r", LONG, () -> false));
    assertEquals("is not a program in PATH", failure.getMessage());
    // Parts that are empty or relative would be looked up in the working directory.
    Path here = Path.of("").toAbsolutePath();
    String relative = here.relativize(directory.resolve("bin").toAbsolutePath()).toString();
    CredentialHelper odd = new CredentialHelper("x", new Environment(
        Map.of("HOME", directory.toString(), "PATH", ":" + relative + ":\0:"), directory, null, "Linux"));
    assertEquals("is not a program in PATH",
        assertThrows(HelperFailure.class, () -> odd.get("r", LONG, () -> false)).getMessage());
    Files.createDirectories(directory.resolve("first/docker-credential-x"));
    Files.writeString(directory.resolve("docker-credential-x"), "not executable");
    String path = directory.resolve("first") + ":" + directory + ":" + home.path();
    CredentialHelper behind = new CredentialHelper("x", new Environment(
        Map.of("HOME", directory.toString(), "PATH", path), directory, null, "Linux"));
    assertEquals("hush", behind.get("r", LONG, () -> false).password());
  }

  @Test
  void whatIsNoProgramCannotBeStarted() throws Exception {
    home.helper("x", "true");
    Files.writeString(home.file("bin/docker-credential-x"), "#!/nowhere/sh\n");
    CredentialHelper helper = new CredentialHelper("x", home.environment());
    HelperFailure failure = assertThrows(HelperFailure.class, () -> helper.get("r", LONG, () -> false));
    assertTrue(failure.getMessage().startsWith("cannot be started: "), failure::getMessage);
    assertThrows(HelperFailure.class, () -> helper.get("r".repeat(1001), LONG, () -> false));
  }
}
