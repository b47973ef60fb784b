package io.longshore.contract;

import static io.longshore.contract.Typing.random;
import static io.longshore.contract.Typing.readUntil;
import static io.longshore.contract.Typing.type;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.session.ExecResult;
import io.longshore.session.Session;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Connecting to a container's own program, and running one connected. */
class AttachTest extends EveryWayTest {
  @Test
  void detachKeysEndTheSessionAndNotTheProgram() throws IOException {
    Container container = run(o -> o.command("cat").tty().openStdin());
    try (Session cat = container.attach(a -> a.stdin().detachKeys("ctrl-x,y"))) {
      type(cat, "x\n");
      readUntil(cat, "x\r\nx");
      cat.stdin().write(new byte[] {'X' & 0x1f});
      cat.stdin().write('y');
      Poll.until("the session ends", () -> cat.end().isPresent());
      assertEquals(StreamEnd.CANCELLED, cat.end().orElseThrow());
    }
    assertTrue(container.inspect().state().running());
  }

  @Test
  void aProgramThatIsRunAttachedLosesNotAByte() throws IOException {
    for (int i = 0; i < 8; i++) {
      try (Session said = docker.containers().runAttached(with(o -> o.command("echo", "first").autoRemove()))) {
        assertEquals("first\n", new String(said.stdout().readAllBytes(), UTF_8));
        assertEquals(0, said.waitFor(Poll.SOON));
        assertEquals(StreamEnd.COMPLETED, said.end().orElseThrow());
        fails(NotFoundException.class, () -> docker.containers().get(said.containerId()).inspect());
      }
    }
  }

  @Test
  void aCommandLineIsRunAttached() {
    CreateOptions line = CreateOptions.parse(
        List.of("docker", "run", "--rm", "-i", "--label", LABEL + "=" + RUN, Programs.IMAGE, "wc", "-c"));
    Session count = docker.containers().runAttached(line, a -> a.stdin("four".getBytes(UTF_8)));
    assertEquals("4", count.collect(Poll.SOON).stdout().strip());
    fails(NotFoundException.class, () -> docker.containers().get(count.containerId()).inspect());
  }

  @Test
  void aProgramIsRunWithInput() {
    byte[] content = random(2_000_000);
    Session cat = docker.containers().runAttached(with(o -> o.command("cat").autoRemove()), a -> a.stdin(content));
    ExecResult result = cat.collect(Poll.SOON);
    assertArrayEquals(content, result.output().stdoutBytes());
    assertEquals(0, result.exitCode());
  }

  @Test
  void theExitCodeOfAContainerThatRemovesItselfIsKnown() {
    Session seven = docker.containers().runAttached(with(o -> o.command(Programs.exit(7)).autoRemove()));
    assertEquals(7, seven.collect(Poll.SOON).exitCode());
  }

  @Test
  void aContainerThatCannotStartIsRemoved() {
    fails(
        DockerException.class,
        () -> docker.containers().runAttached(with(o -> o.command("no-such-program"))));
    assertEquals(List.of(), mine());
  }

  @Test
  void severalAttachToOneContainer() throws IOException {
    Container container = create(o -> o.command("cat").openStdin());
    try (Session one = container.attach(a -> a.stdin());
        Session other = container.attach()) {
      container.start();
      type(one, "seen by both\n");
      assertEquals("seen by both\n", new String(one.stdout().readNBytes(13), UTF_8));
      assertEquals("seen by both\n", new String(other.stdout().readNBytes(13), UTF_8));
      container.kill();
      assertEquals(137, one.waitFor(Poll.SOON));
      assertEquals(137, other.waitFor(Poll.SOON));
      assertEquals(StreamEnd.COMPLETED, other.end().orElseThrow());
    }
  }

  @Test
  void whoBeginsToReadAndStopsHoldsTheProgramAndItsLogUntilTheSessionIsClosed() throws IOException {
    assumeTrue(engine.host().startsWith("unix:"), "TCP's buffers grow to whatever the system allows");
    String line = "y".repeat(999);
    Container container = create(o -> o.command(Programs.shell("yes " + line + " | head -n 15000; echo end")));
    try (Session held = container.attach()) {
      container.start();
      assertEquals('y', held.stdout().read());
      awaitQuiet(container);
      assertTrue(container.inspect().state().running());
      assertFalse(logged(container).endsWith("end\n"));
    }
    assertEquals(0, container.waitFor(Poll.SOON));
    assertEquals((line + "\n").repeat(15_000) + "end\n", logged(container));
  }

  /** Waits until a program has written, and writes no more. */
  private static void awaitQuiet(Container container) {
    List<Instant> seen = new ArrayList<>();
    Poll.until("its log stays as it is", () -> {
      try (LogStream log = container.logs(l -> l.tail(1).timestamps()); var lines = log.lines()) {
        lines.forEach(line -> seen.add(line.time()));
      }
      return seen.size() > 20 && Set.copyOf(seen.subList(seen.size() - 20, seen.size())).size() == 1;
    });
  }

  private static String logged(Container container) {
    try (LogStream log = container.logs()) {
      return log.readAll().stdout();
    }
  }

  @Test
  void halfCloseWithoutStdinOnceIsRefused() throws IOException {
    Container container = run(o -> o.command("cat").openStdin());
    try (Session cat = container.attach(a -> a.stdin())) {
      IllegalStateException refused = fails(IllegalStateException.class, cat::closeStdin);
      assertTrue(refused.getMessage().contains("stdinOnce"), refused::getMessage);
      fails(IOException.class, () -> cat.stdin().close());
      type(cat, "still open\n");
      assertEquals("still open\n", new String(cat.stdout().readNBytes(11), UTF_8));
    }
    assertTrue(container.inspect().state().running());
  }

  @Test
  void aContainerThatKeepsItsInputCannotBeFed() {
    Container container = run(o -> o.command("cat").openStdin());
    DockerException refused = fails(DockerException.class, () -> container.attach(a -> a.stdin(new byte[1])).close());
    assertTrue(refused.getMessage().contains("stdinOnce"), refused::getMessage);
  }

  @Test
  void aContainerThatHasEndedIsNotAttachedToByMistake() throws IOException {
    Container container = runToEnd(Programs.say("word"));
    DockerException refused = fails(DockerException.class, () -> container.attach());
    assertTrue(refused.getMessage().contains("logs()"), refused::getMessage);
    try (Session again = container.attach(a -> a.stopped())) {
      container.start();
      assertEquals("word\n", new String(again.stdout().readAllBytes(), UTF_8));
      assertEquals(0, again.waitFor(Poll.SOON));
    }
  }

  @Test
  void oneAttachedClientCanEndTheInputOfAContainerThatIsMadeForIt() throws IOException {
    Container container = create(o -> o.command("cat").stdinOnce());
    try (Session cat = container.attach(a -> a.stdin("fed".getBytes(UTF_8)))) {
      container.start();
      assertEquals("fed", new String(cat.stdout().readAllBytes(), UTF_8));
      assertEquals(0, cat.waitFor(Poll.SOON));
    }
  }

  @Test
  void nothingCanBeSentToAContainerWithoutInput() {
    Container container = run(Programs.forever());
    DockerException refused = fails(DockerException.class, () -> container.attach(a -> a.stdin()));
    assertTrue(refused.getMessage().contains("openStdin()"), refused::getMessage);
  }
}
