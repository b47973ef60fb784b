package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.build.BuildStep;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.progress.TransferProgress;
import io.longshore.progress.TransferState;
import io.longshore.unit.OpenFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds that are ended, at every point and in every way: no step runs on, and nothing counts as done. */
@ParameterizedClass(name = "{0}, {1}", allowZeroInvocations = true)
@MethodSource("withBuilders")
class BuildEndsTest extends BuildTest {
  private static final Timeouts IMPATIENT = Timeouts.defaults().withIdle(Duration.ofMillis(400))
      .withAnswer(Duration.ofSeconds(2));

  /** The argument of a sleep that no other program of the machine has. */
  private String seconds;

  @BeforeEach
  void newProgram() {
    seconds = "9" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
  }

  /** An engine that does not end it leaves it to the test. */
  @AfterEach
  void endProgram() {
    sleeping().forEach(ProcessHandle::destroyForcibly);
  }

  private boolean runs() {
    // The programs of an embedded engine are threads.
    return engine.embedded()
        ? docker.containers().list(o -> o.all()).stream().anyMatch(each -> each.command().contains(seconds))
        : !sleeping().isEmpty();
  }

  /** The step's sleep: the engines under test are on this machine. */
  private List<ProcessHandle> sleeping() {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
          if (command.equals("sleep\0" + seconds + "\0")) {
            ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
          }
        } catch (IOException e) {
          // It has just ended.
        }
      }
      return found;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Background<?> start(DockerClient client) {
    return Background.start(() -> build(client, o -> o.directory(context).noCache()));
  }

  private void awaitStep(Background<?> build) {
    Poll.until("the step runs", () -> build.isDone() || runs());
    assertTrue(runs(), () -> "it ended early: " + build.failure());
  }

  private void awaitNoStep() {
    Poll.until(() -> "the step runs on", Poll.SOON, () -> !runs());
    assertEquals(0, mineBuilt().size());
  }

  private void interrupted(Background<?> build) {
    build.interrupt();
    seen((DockerException) assertInstanceOf(CancelledException.class, build.failure()));
    assertTrue(build.interruptedAtEnd());
  }

  @Test
  void anInterruptEndsASilentStep() throws IOException {
    dockerfile("RUN sleep " + seconds);
    try (Background<?> build = start(docker)) {
      awaitStep(build);
      interrupted(build);
    }
    awaitNoStep();
  }

  @Test
  void anInterruptEndsAStepThatPrints() throws IOException {
    dockerfile("RUN sleep " + seconds + " & while sleep 0.01; do echo more; done");
    CountDownLatch printed = new CountDownLatch(1);
    try (Background<?> build = Background.start(
        () -> build(o -> o.directory(context).noCache().output(piece -> printed.countDown())))) {
      Poll.until("it prints", () -> build.isDone() || printed.getCount() == 0);
      awaitStep(build);
      interrupted(build);
    }
    awaitNoStep();
  }

  @Test
  void anInterruptEndsALaterStage() throws IOException {
    dockerfile("RUN echo first", "FROM " + Programs.IMAGE, "RUN echo second", "RUN sleep " + seconds);
    try (Background<?> build = start(docker)) {
      awaitStep(build);
      interrupted(build);
    }
    awaitNoStep();
  }

  @Test
  void aListenerCanEndIt() throws IOException {
    dockerfile("RUN sleep " + seconds);
    IllegalStateException mine = new IllegalStateException("enough");
    IllegalStateException failed = fails(IllegalStateException.class, () -> build(o -> o.directory(context).noCache()
        .steps(step -> {
          if (step.state() == BuildStep.State.RUNNING && step.name().contains("sleep")) {
            throw mine;
          }
        })));
    assertEquals(mine, failed);
    awaitNoStep();
  }

  @Test
  void anInterruptEndsAContextThatDoesNotCome() throws IOException {
    try (PipedOutputStream never = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(never);
        Background<?> build = Background.start(() -> build(o -> o.archive(in)))) {
      Poll.until("it reads", () -> build.isDone() || readsFrom(in));
      interrupted(build);
    }
    assertEquals(0, mineBuilt().size());
  }

  @Test
  void aDeadlineAndACloseEndAContextThatDoesNotCome() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    InputStream stuck = new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          never.await();
          return -1;
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
    };
    fails(DeadlineException.class, () -> build(o -> o.archive(stuck).timeout(Duration.ofSeconds(1))));
    DockerClient client = engine.open();
    try (client; Background<?> build = Background.start(() -> build(client, o -> o.archive(stuck)))) {
      build.awaitParked();
      client.close();
      seen((DockerException) assertInstanceOf(CancelledException.class, build.failure()));
    }
    assertEquals(0, mineBuilt().size());
  }

  private static boolean readsFrom(PipedInputStream in) {
    return Thread.getAllStackTraces().values().stream().anyMatch(frames -> {
      for (StackTraceElement frame : frames) {
        if (frame.getClassName().equals(PipedInputStream.class.getName())) {
          return true;
        }
      }
      return false;
    });
  }

  @Test
  void aDeadlineEndsIt() throws IOException {
    dockerfile("RUN sleep " + seconds);
    TransferProgress progress = new TransferProgress();
    DeadlineException failed = fails(DeadlineException.class,
        () -> build(o -> o.directory(context).noCache().timeout(Duration.ofSeconds(3)).progress(progress)));
    assertTrue(failed.getMessage().contains("within "), failed::getMessage);
    assertEquals(TransferState.Outcome.FAILED, progress.state().outcome());
    awaitNoStep();
  }

  @Test
  void aSilentStepMayTakeLongerThanTheLimitOfASilentEngine() throws IOException {
    dockerfile("RUN sleep 3");
    try (DockerClient client = engine.client().get().timeouts(IMPATIENT).build()) {
      assertEquals(builder, build(client, o -> o.directory(context).noCache()).builder());
    }
  }

  @Test
  void anEngineThatDoesNotAnswerAtAllIsAnError() throws IOException {
    dockerfile("RUN sleep " + seconds);
    try (CuttingProxy way = CuttingProxy.before(engine);
        DockerClient client = engine.client().get().host("tcp://" + way.address()).timeouts(IMPATIENT).build()) {
      client.system().ping();
      try (Background<?> build = start(client)) {
        awaitStep(build);
        way.stallAnswers(0);
        DeadlineException failed = assertInstanceOf(DeadlineException.class, seen(build.failure()));
        assertTrue(failed.getMessage().contains("does not answer at all"), failed::getMessage);
      }
      way.closeAll();
    }
    awaitNoStep();
  }

  @Test
  void closingTheClientEndsIt() throws IOException {
    dockerfile("RUN sleep " + seconds);
    DockerClient client = engine.open();
    try (client; Background<?> build = start(client)) {
      awaitStep(build);
      client.close();
      seen((DockerException) assertInstanceOf(CancelledException.class, build.failure()));
    }
    awaitNoStep();
  }

  @Test
  void aConnectionThatBreaksIsAnErrorAndEndsIt() throws IOException {
    dockerfile("RUN sleep " + seconds);
    try (CuttingProxy way = CuttingProxy.before(engine);
        DockerClient client = engine.client().get().host("tcp://" + way.address()).build()) {
      client.system().ping();
      try (Background<?> build = start(client)) {
        awaitStep(build);
        way.closeAll();
        Throwable failed = build.failure();
        assertTrue(failed instanceof StreamException || failed instanceof ConnectionException, failed::toString);
        seen((DockerException) failed);
      }
      awaitNoStep();
    }
  }

  @Test
  void whateverIsCutIsNotDone() throws IOException {
    dockerfile("COPY big /", "RUN seq 1 2000");
    byte[] big = new byte[500_000];
    ThreadLocalRandom.current().nextBytes(big);
    Files.write(context.resolve("big"), big);
    try (CuttingProxy way = CuttingProxy.before(engine);
        DockerClient client = engine.client().get().host("tcp://" + way.address()).build()) {
      docker.system().ping();
      long before = sockets();
      way.pass();
      build(client, o -> o.directory(context).noCache());
      removeBuilt();
      long asked = way.asked();
      long answered = way.answered();
      // BuildKit's reports come by the clock, so no two answers are of one length.
      for (long part : LongStream.of(22, 45, 67, 90).toArray()) {
        way.cutRequest(asked * part / 100);
        cut(way, client, before);
        way.cutAnswer(answered * part / 100);
        cut(way, client, before);
      }
      build(client, o -> o.directory(context));
    }
  }

  private void cut(CuttingProxy way, DockerClient client, long before) {
    try (Background<?> build = start(client)) {
      Throwable failed = build.failure();
      assertTrue(failed instanceof StreamException || failed instanceof ConnectionException, failed::toString);
      seen((DockerException) failed);
    }
    assertEquals(1, way.met());
    way.pass();
    Poll.until(() -> sockets() + " sockets are open, before it were " + before, Poll.SOON,
        () -> sockets() <= before + 1);
    removeBuilt();
  }

  private static long sockets() {
    return OpenFiles.targets().stream().filter(target -> target.startsWith("socket:")).count();
  }
}
