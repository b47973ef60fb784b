package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.ConflictException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.session.ExecResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Running programs in a container and collecting what they write. */
class ExecTest extends ContractTest {
  private Container running() {
    return run(Programs.forever());
  }

  @Test
  void execTellsTheExitCodeAndEachStream() {
    ExecResult result = running().exec(Programs.shell("echo to out; echo to err >&2; exit 4"));
    assertEquals(4, result.exitCode());
    assertEquals("to out\n", result.stdout());
    assertEquals("to err\n", result.stderr());
  }

  @Test
  void execOfASilentProgramHasNoOutput() {
    ExecResult result = running().exec("true");
    assertEquals(0, result.exitCode());
    assertEquals("", result.stdout());
    assertEquals("", result.stderr());
  }

  @Test
  void execAddsToTheEnvironmentOfTheContainer() {
    Container container = run(options -> options.command(Programs.forever()).env("ONE", "1"));
    String environment = container.exec(options -> options.command("env").env("TWO", "2 = zwei")).stdout();
    assertTrue(environment.contains("ONE=1\n"), () -> environment.replace(SECRET, "…"));
    assertTrue(environment.contains("TWO=2 = zwei\n"), () -> environment.replace(SECRET, "…"));
  }

  @Test
  void execRunsAsAnotherUser() {
    assertEquals("0\n", running().exec("id", "-u").stdout());
    assertEquals("65534\n", running().exec(options -> options.command("id", "-u").user("65534")).stdout());
  }

  @Test
  void execRunsInAnotherFolder() {
    assertEquals("/tmp\n", running().exec(options -> options.command("pwd").workingDir("/tmp")).stdout());
  }

  @Test
  void execDoesNotTakeWordsApart() {
    assertEquals("a  b 'c' $HOME ; *\n", running().exec("echo", "a  b 'c' $HOME ; *").stdout());
  }

  @Test
  void execOfAProgramThatIsNotThereTellsSoByItsExitCode() {
    ExecResult result = running().exec("/no/such/program");
    assertTrue(result.exitCode() == 126 || result.exitCode() == 127, () -> "exit code " + result.exitCode());
    String output = result.stdout() + result.stderr();
    assertTrue(output.contains("/no/such/program"), output);
  }

  @Test
  void execInAStoppedContainerIsAConflict() {
    Container container = runToEnd(Programs.exit(0));
    ConflictException refused = fails(ConflictException.class,
        () -> container.exec(options -> options.command("true").env("S", SECRET)));
    assertEquals(409, refused.status());
    assertTrue(refused.engineMessage().contains("is not running"), refused::getMessage);
  }

  @Test
  void execInAPausedContainerIsAConflict() {
    Container container = running();
    container.pause();
    ConflictException refused = fails(ConflictException.class, () -> container.exec("true"));
    assertTrue(refused.engineMessage().contains("is paused"), refused::getMessage);
  }

  @Test
  void moreThanAMebibyteArrivesIntact() {
    int lines = 170_000;
    String expected = IntStream.rangeClosed(1, lines).mapToObj(i -> i + "\n").collect(Collectors.joining());
    assertTrue(expected.length() > 1024 * 1024);
    ExecResult result = running().exec(Programs.count(lines));
    assertEquals(0, result.exitCode());
    assertTrue(expected.equals(result.stdout()),
        () -> result.stdout().length() + " of " + expected.length() + " characters");
  }

  @Test
  void outputIsCollectedUpToTheLimit() {
    Container container = running();
    assertEquals("12345\n", container.exec(options -> options.command("echo", "12345").maxOutput(6)).stdout());
    DockerException tooMuch = fails(
        DockerException.class,
        () -> container.exec(options -> options.command("echo", "12345").maxOutput(5)));
    assertTrue(tooMuch.getMessage().contains("larger than 5 bytes"), tooMuch::getMessage);
    assertTrue(tooMuch.getMessage().contains("maxOutput"), tooMuch::getMessage);
  }

  @Test
  void execGivesUpAtTheDeadline() {
    Container container = running();
    fails(
        DeadlineException.class,
        () -> container.exec(
            options -> options.command(Programs.forever()).env("S", SECRET).timeout(Duration.ofMillis(500))));
    assertEquals(0, container.exec("true").exitCode());
  }

  @Test
  void execGivesUpOnAProgramThatClosedItsOutputAndRunsOn() {
    Container container = running();
    fails(
        DeadlineException.class,
        () -> container.exec(
            options -> options
                .command(Programs.shell("exec sleep 1000 >/dev/null 2>&1"))
                .timeout(Duration.ofSeconds(1))));
  }

  @Test
  void manyProgramsRunInOneContainerAtOnce() {
    Container container = running();
    var calls = IntStream.range(0, 8)
        .mapToObj(i -> Background.start(() -> container.exec("echo", "I am " + i).stdout()))
        .toList();
    for (int i = 0; i < calls.size(); i++) {
      assertEquals("I am " + i + "\n", calls.get(i).result());
    }
  }

  /** Clients other than this one may start an exec in another way than they created it. */
  @Test
  void theStartOfAnExecDecidesTheFormOfItsOutput() {
    Container container = running();
    assertEquals("out\r\nerr\r\n", started(container, true, true));
    assertEquals("out\n", started(container, false, true));
    assertTrue(started(container, true, false).startsWith("\u0001\0\0\0\0\0\0"), "no frames");
  }

  private String started(Container container, boolean terminal, boolean raw) {
    Object exec = docker.request("POST", "/containers/" + container.id() + "/exec")
        .jsonBody("{\"Tty\":" + terminal + ",\"AttachStdout\":true,\"AttachStderr\":true,"
            + "\"Cmd\":[\"sh\",\"-c\",\"echo out; echo err >&2\"]}")
        .json();
    try (InputStream output = docker.request("POST", "/exec/" + ((Map<?, ?>) exec).get("Id") + "/start")
        .jsonBody("{\"Detach\":false,\"Tty\":" + raw + "}").stream().inputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
