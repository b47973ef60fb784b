package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.EngineException;
import io.longshore.session.ExecResult;
import io.longshore.session.Session;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How programs begin and end where something is unusual about it. */
class ProcessTest extends ContractTest {
  private static void failedToStart(IntPredicate code, String words, ExecResult result) {
    String output = result.stdout() + result.stderr();
    assertTrue(code.test(result.exitCode()), () -> "exit code " + result.exitCode());
    assertTrue(output.contains("OCI runtime exec failed") && output.contains(words), output);
  }

  @Test
  void execInAFolderThatIsNotThereFailsToStart() {
    Container container = run(Programs.forever());
    IntPredicate code = found -> found == 126 || found == 127;
    failedToStart(
        code,
        "chdir to cwd (\"/no/such\") set in config.json failed: no such file or directory",
        container.exec(options -> options.command("true").workingDir("/no/such")));
    failedToStart(
        code,
        "chdir to cwd (\"/etc/passwd\") set in config.json failed: not a directory",
        container.exec(options -> options.command("true").workingDir("/etc/passwd")));
  }

  @Test
  void execOfWhatIsNoProgramFailsToStart() {
    Container container = run(Programs.forever());
    for (String path : List.of("/tmp", "/etc/passwd")) {
      failedToStart(found -> found == 126, "exec: \"" + path + "\": permission denied", container.exec(path));
    }
  }

  @Test
  void aFileIsRunByTheProgramThatItsFirstLineNames() {
    Container container = run(Programs.forever());
    Map<String, String> files = Map.of("good", "#!/bin/sh\necho \"$0 $*\"", "shown", "#! /bin/cat -\nahoy\n",
        "strict", "#!/bin/sh -eu\necho a\nfalse\necho no", "bare", "echo no", "lost", "#!/no/such\n");
    files.forEach((name, text) -> container.files().write("/" + name, text.getBytes(UTF_8), w -> w.mode(0755)));
    assertEquals("/good one two\n", container.exec("/good", "one", "two").stdout());
    assertEquals("../good\n", container.exec(e -> e.command("../good").workingDir("/tmp")).stdout().replace(" ", ""));
    assertEquals("./good one\n", container.exec(Programs.shell("cd /; ./good one")).stdout());
    assertEquals("#! /bin/cat -\nahoy\n", container.exec("/shown").stdout());
    ExecResult strict = container.exec("/strict");
    assertEquals("a\n", strict.stdout());
    assertEquals(1, strict.exitCode());
    assertEquals(127, container.exec(Programs.shell("/lost")).exitCode());
    for (String name : List.of("bare", "lost")) {
      ExecResult failed = container.exec("/" + name);
      assertTrue(failed.exitCode() != 0 && !failed.stdout().contains("no\n"), name + failed.stdout());
    }
  }

  @Test
  void nothingStartsBesideALinkedContainerThatIsGone() {
    Container target = run(o -> o.command(Programs.forever()));
    Container linked = run(o -> o.command(Programs.forever()).link(target.id(), "store"));
    assertTrue(linked.exec("env").stdout().contains("STORE_NAME="));
    forceRemove(target);
    for (Executable call : List.<Executable>of(() -> linked.exec("env"),
        () -> linked.restart(r -> r.grace(Duration.ZERO)))) {
      EngineException refused = fails(EngineException.class, call);
      assertTrue(refused.engineMessage().contains("Cannot link to a non running container: "), refused::getMessage);
    }
  }

  @Test
  void topStays() {
    Container container = run("top");
    Poll.until("it says who runs",
        () -> said(container).stream().anyMatch(line -> line.matches(".* PID .* COMMAND.*")));
    assertTrue(container.inspect().state().running());
  }

  @Test
  void aProgramThatKillsItselfTellsTheSignal() {
    Container container = run(Programs.forever());
    assertEquals(137, container.exec(Programs.shell("kill -9 $$; echo no")).exitCode());
    assertEquals(143, container.exec(Programs.shell("kill $$; echo no")).exitCode());
    ExecResult killed = container.exec(Programs.shell("sleep 100 & kill $!; wait $!; echo $?"));
    assertEquals("143\n", killed.stdout(), killed::stderr);
  }

  @Test
  void theFirstProcessIsSparedTheSignalsThatItHasNoTrapFor() {
    assertEquals(List.of("alive"), said(runToEnd(Programs.shell("kill -9 $$; kill $$; echo alive"))));
    assertEquals(
        List.of("trapped"), said(runToEnd(Programs.shell("trap 'echo trapped; exit 3' TERM; kill $$; echo no"))));
  }

  @Test
  void aSignalFromASubshellReachesTheJobsAndTheTrapsOfItsShell() {
    Container container = run(Programs.forever());
    String job = "exec 2>/dev/null; sleep 100 & pid=$!; (sleep 0.3; kill $pid) & wait $pid; echo $?";
    String trap = "trap 'echo trapped' USR1; (kill -USR1 $$); echo end";
    assertEquals("143\n", container.exec(Programs.shell(job)).stdout());
    assertEquals("trapped\nend\n", container.exec(Programs.shell(trap)).stdout());
    assertEquals(List.of("143"), said(runToEnd(Programs.shell(job))));
    assertEquals(List.of("trapped", "end"), said(runToEnd(Programs.shell(trap))));
  }

  @Test
  void aTrapOfASubshellThatHasEndedKeepsNoSignalFromItsShell() {
    String loop = "echo ready; while true; do sleep 0.1; done";
    Container container = awaitWord(run(Programs.shell("trap 'exit 7' TERM; (trap 'echo sub' TERM); " + loop)),
        "ready");
    container.stop(Duration.ofSeconds(20));
    assertEquals(7, container.waitFor());
    Container nested = awaitWord(run(Programs.shell("sh -c \"trap 'exit 8' TERM; " + loop + "\"")), "ready");
    nested.stop(Duration.ofSeconds(20));
    assertEquals(8, nested.waitFor());
  }

  private static List<String> said(Container container) {
    try (LogStream log = container.logs();
        Stream<LogLine> lines = log.lines()) {
      return lines.map(LogLine::text).toList();
    }
  }

  @Test
  void aTrapAnswersStop() {
    String script = "trap 'exit 7' TERM; trap 'echo bye' EXIT; echo ready; while true; do sleep 0.1; done";
    Container container = awaitWord(run(Programs.shell(script)), "ready");
    container.stop(Duration.ofSeconds(20));
    assertEquals(7, container.waitFor());
    assertEquals(List.of("ready", "bye"), said(container));
  }

  /** Engines wait two seconds for whoever still holds the output, and drop the rest. */
  @Test
  void whatAChildWritesSoonAfterItsProgramEndedArrives() {
    Container container = run(Programs.forever());
    assertEquals("now\nlate\n", container.exec(Programs.shell("(sleep 0.3; echo late) & echo now")).stdout());
    assertEquals("now\n", container.exec(Programs.shell("(sleep 6; echo late) & echo now")).stdout());
    assertEquals("now\n", container.exec(Programs.shell("sleep 30 >/dev/null 2>&1 & echo now")).stdout());
  }

  @Test
  void theChildrenOfTheFirstProcessEndWithIt() throws InterruptedException {
    Container container = runToEnd(Programs.shell("(sleep 0.5; echo late) & echo now"));
    Thread.sleep(1000);
    assertEquals(List.of("now"), said(container));
  }

  @Test
  void anExecEndsWithItsContainerThatIsRemovedByForce() {
    Container container = run(Programs.forever());
    try (Session session = container.openExec(e -> e.command(Programs.shell("echo started; sleep 100; echo no")))) {
      assertEquals("started", session.output().lines().iterator().next().text());
      forceRemove(container);
      assertEquals(137, session.waitFor(Poll.SOON));
    }
  }

  @Test
  void namesOfFilesHave255BytesAtMost() {
    Container container = run(Programs.forever());
    String name = "/tmp/" + "é".repeat(127);
    assertEquals(0, container.exec("touch", name + "x").exitCode());
    ExecResult tooLong = container.exec("touch", name + "xy");
    assertEquals(1, tooLong.exitCode());
    assertTrue(tooLong.stderr().endsWith(": File name too long\n"), tooLong::stderr);
  }
}
