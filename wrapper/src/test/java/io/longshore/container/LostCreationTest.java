package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.AnswerLostException;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.UnsupportedException;
import io.longshore.internal.CreationLabel;
import io.longshore.unit.RawEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A create whose answer does not come leaves no container behind, or says how to find it. */
@Timeout(60)
class LostCreationTest {
  private static final Pattern MARK = Pattern.compile("\"io\\.longshore\\.create\":\"([0-9a-f-]{36})\"");
  private static final String CREATE = "POST /v1.51/containers/create";
  private static final String ID = "f".repeat(64);

  private final AtomicReference<String> mark = new AtomicReference<>();
  private final AtomicInteger left = new AtomicInteger(1);

  /** What an engine does that makes containers and whose answers to that are what a test says. */
  private RawEngine engine(RawEngine.Script toCreate, boolean makes) {
    return engine(toCreate, () -> makes && left.get() > 0 ? listed(mark.get()) : "[]");
  }

  private static String listed(String mark) {
    return "[{\"Id\":\"" + ID + "\",\"Labels\":{\"io.longshore.create\":\"" + mark + "\"}}]";
  }

  private RawEngine engine(RawEngine.Script toCreate, Supplier<String> list) {
    return engine(toCreate, list, (request, out) -> false);
  }

  private RawEngine engine(RawEngine.Script toCreate, Gate gate) {
    return engine(toCreate, () -> left.get() > 0 ? listed(mark.get()) : "[]", gate);
  }

  /** Something in front of the engine; true where it answered in its place. */
  private interface Gate {
    boolean answers(String request, OutputStream out) throws IOException, InterruptedException;
  }

  private RawEngine engine(RawEngine.Script toCreate, Supplier<String> list, Gate gate) {
    return new RawEngine(
        (request, out) -> {
          if (gate.answers(request, out)) {
            return;
          }
          if (request.startsWith(CREATE)) {
            Matcher found = MARK.matcher(request);
            assertTrue(found.find(), request);
            mark.set(found.group(1));
            toCreate.answer(request, out);
          } else if (request.startsWith("GET /v1.51/containers/json?all=true&filters=")) {
            assertTrue(request.contains(mark.get()), request);
            send(out, "200 OK", list.get());
          } else {
            left.decrementAndGet();
            out.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        });
  }

  private static void sendRaw(OutputStream out, String answer) throws IOException {
    String[] parts = answer.split("\n", 3);
    String head = "HTTP/1.1 " + parts[0] + "\r\n" + parts[1] + "\r\nConnection: close\r\nContent-Length: "
        + parts[2].length() + "\r\n\r\n";
    out.write((head + parts[2]).getBytes(StandardCharsets.US_ASCII));
  }

  private static void send(OutputStream out, String status, String json) throws IOException {
    String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ";
    out.write((head + json.length() + "\r\n\r\n" + json).getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> removals(RawEngine engine) {
    return engine.asked().stream().filter(line -> line.startsWith("DELETE ")).toList();
  }

  private static final List<String> REMOVED = List.of("DELETE /v1.51/containers/" + ID + "?force=true&v=true HTTP/1.1");

  @Test
  void whatWasMadeIsRemovedWhenItsAnswerIsLost() {
    try (RawEngine engine = engine((request, out) -> {}, true);
        DockerClient docker = engine.builder().build()) {
      AnswerLostException e = assertThrows(AnswerLostException.class,
          () -> docker.containers().create(c -> c.image("i").name("web")));
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getMessage().startsWith("create of web was sent to "), e.getMessage());
      assertTrue(e.getMessage().endsWith("The container had been created, and is removed again"), e.getMessage());
      assertTrue(
          List.of(e.getStackTrace()).stream().anyMatch(frame -> frame.getClassName().equals(getClass().getName())),
          "the caller is not in the trace");
    }
  }

  @Test
  void whatWasMadeIsRemovedAfterItsDeadline() {
    CountDownLatch over = new CountDownLatch(1);
    try (RawEngine engine = engine((request, out) -> over.await(), true);
        DockerClient docker = engine.builder().timeouts(Timeouts.defaults().withAnswer(Duration.ofMillis(300)))
            .build()) {
      DeadlineException e = assertThrows(DeadlineException.class, () -> docker.containers().run(c -> c.image("i")));
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getMessage().contains("did not answer within 300 ms") && e.getMessage().endsWith("removed again"),
          e.getMessage());
    } finally {
      over.countDown();
    }
  }

  @Test
  void whatWasMadeIsRemovedWhenAGatewayGivesUp() {
    try (RawEngine engine = engine((request, out) -> send(out, "504 Gateway Time-out", "{}"), true);
        DockerClient docker = engine.builder().build()) {
      EngineException e = assertThrows(EngineException.class, () -> docker.containers().create(c -> c.image("i")));
      assertEquals(504, e.status());
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getSuppressed()[0].getMessage().endsWith("removed again"));
    }
  }

  /** Each is a status, a header and a body. */
  @ParameterizedTest
  @ValueSource(strings = {
      "503 Service Unavailable\nContent-Type: text/plain\nupstream connect error or disconnect/reset before headers",
      "520 Unknown\nContent-Type: text/html\n<html>Web server is returning an unknown error</html>",
      "524 Timeout\nContent-Type: application/json\n{\"title\":\"Error 524\"}",
      "500 Internal Server Error\nContent-Type: text/html\n<html>500</html>",
      "500 Internal Server Error\nContent-Type: application/json\n{\"message\":\"broke o",
      "500 Internal Server Error\nX-Nothing: at all\n",
      "408 Request Timeout\nContent-Type: text/plain\nstream timeout",
      "502 Bad Gateway\nContent-Type: application/json\n{\"message\":\"An invalid response was received\"}",
  })
  void whatWasMadeIsRemovedWhenTheAnswerMayBeAGateways(String answer) {
    try (RawEngine engine = engine((request, out) -> sendRaw(out, answer), true);
        DockerClient docker = engine.builder().build()) {
      EngineException e = assertThrows(EngineException.class, () -> docker.containers().create(c -> c.image("i")));
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getSuppressed()[0].getMessage().endsWith("removed again"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "500 Internal Server Error\nContent-Type: application/json\n{\"message\":\"no space left on device\"}",
      "500 Internal Server Error\nX-Nothing: at all\n{\"message\":\"no space left on device\"}",
      "501 Not Implemented\nContent-Type: application/json\n{\"message\":\"not here\"}",
      "503 Service Unavailable\nContent-Type: application/json\n{\"message\":\"This node is not a swarm manager\"}",
      "500 Internal Server Error\nApi-Version: 1.51\n",
      "502 Bad Gateway\nApi-Version: 1.51\n{\"message\":\"the registry is not there\"}",
      "400 Bad Request\nContent-Type: text/plain\nno",
      "403 Forbidden\nContent-Type: text/html\n<html>no</html>",
      "413 Too Large\nX-Nothing: at all\n",
      "302 Found\nLocation: /login\n",
  })
  void aRefusalOfTheEngineOrOfWhatNeverSentItOnIsNotDoubted(String answer) {
    try (RawEngine engine = engine((request, out) -> sendRaw(out, answer), true);
        DockerClient docker = engine.builder().build()) {
      EngineException e = assertThrows(EngineException.class, () -> docker.containers().create(c -> c.image("i")));
      assertEquals(1, engine.asked().size(), "it was looked for: " + engine.asked());
      assertEquals(0, e.getSuppressed().length);
    }
  }

  @Test
  void anEngineThatSpeaksOtherVersionsByNowHasMadeNothing() {
    String refusal = "{\"message\":\"client version 1.51 is too old. Minimum supported API version is 1.60\"}";
    try (RawEngine engine = engine((request, out) -> send(out, "400 Bad Request", refusal), true);
        DockerClient docker = engine.builder().build()) {
      UnsupportedException e = assertThrows(UnsupportedException.class,
          () -> docker.containers().create(c -> c.image("i")));
      assertEquals(1, engine.asked().size(), "it was looked for: " + engine.asked());
      assertEquals(0, e.getSuppressed().length);
    }
  }

  @Test
  void theHeadersOfTheProgramGoWithTheRemovalToo() {
    try (RawEngine engine = engine(
        (request, out) -> {},
        (request, out) -> {
          if (request.contains("\r\nAuthorization: Bearer hunter2\r\n")) {
            return false;
          }
          send(out, "401 Unauthorized", "{\"message\":\"who are you\"}");
          return true;
        });
        DockerClient docker = engine.builder().header("Authorization", "Bearer hunter2").build()) {
      AnswerLostException e = assertThrows(AnswerLostException.class,
          () -> docker.containers().create(c -> c.image("i")));
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getMessage().endsWith("removed again"), e.getMessage());
      assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }
  }

  @Test
  void aListenerOfUnknownFieldsThatThrowsDoesNotKeepWhatWasMade() {
    try (
        RawEngine engine = engine((request, out) -> {},
            () -> left.get() > 0 ? listed(mark.get()).replace("\"Id\"", "\"Shiny\":1,\"Id\"") : "[]");
        DockerClient docker = engine
            .builder()
            .onUnknownField(
                field -> {
                  throw new IllegalStateException("unknown: " + field);
                })
            .build()) {
      AnswerLostException e = assertThrows(AnswerLostException.class,
          () -> docker.containers().create(c -> c.image("i")));
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getMessage().endsWith("removed again"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../images/x", "a b"})
  @Execution(ExecutionMode.CONCURRENT)
  void aListThatHoldsNoIdDoesNotHideTheFailure(String id) {
    try (RawEngine engine = engine((request, out) -> {}, () -> listed(mark.get()).replace(ID, id));
        DockerClient docker = engine.builder().build()) {
      AnswerLostException e = assertThrows(AnswerLostException.class,
          () -> docker.containers().create(c -> c.image("i")));
      assertEquals(List.of(), removals(engine));
      assertTrue(
          e.getMessage()
              .endsWith("look for a container with the label io.longshore.create=" + mark.get() + ", and remove it"),
          e.getMessage());
    }
  }

  @Test
  void whatWasMadeIsRemovedWhenItsAnswerCannotBeRead() {
    for (String answer : List.of("{\"Id\":", "{}", "{\"Id\":\"a b\"}")) {
      left.set(1);
      try (RawEngine engine = engine((request, out) -> send(out, "201 Created", answer), true);
          DockerClient docker = engine.builder().build()) {
        assertThrows(RuntimeException.class, () -> docker.containers().create(c -> c.image("i")));
        assertEquals(REMOVED, removals(engine), answer);
      }
    }
  }

  @Test
  void whatIsThereAgainIsRemovedAgain() {
    left.set(2);
    try (RawEngine engine = engine((request, out) -> {}, true);
        DockerClient docker = engine.builder().build()) {
      assertThrows(AnswerLostException.class, () -> docker.containers().create(c -> c.image("i")));
      assertEquals(2, removals(engine).size(), "an engine that was still making it has it");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatMayBeMadeLaterIsNamed() {
    try (RawEngine engine = engine((request, out) -> {}, false);
        DockerClient docker = engine.builder().build()) {
      AnswerLostException e = assertThrows(AnswerLostException.class,
          () -> docker.containers().create(c -> c.image("i")));
      assertEquals(List.of(), removals(engine));
      assertTrue(e.getMessage().endsWith("it has the label io.longshore.create=" + mark.get()), e.getMessage());
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anotherContainerIsNotRemovedWhoeverListsIt() {
    try (RawEngine engine = engine((request, out) -> {}, () -> listed("another"));
        DockerClient docker = engine.builder().build()) {
      assertThrows(AnswerLostException.class, () -> docker.containers().create(c -> c.image("i")));
      assertEquals(List.of(), removals(engine));
    }
  }

  @Test
  void aRefusalIsNotDoubted() {
    try (RawEngine engine = engine((request, out) -> send(out, "409 Conflict", "{\"message\":\"taken\"}"), true);
        DockerClient docker = engine.builder().build()) {
      assertThrows(DockerException.class, () -> docker.containers().create(c -> c.image("i").name("web")));
      assertEquals(1, engine.asked().size(), "somebody else's container was looked for");
    }
  }

  @Test
  void anInterruptedCreateWaitsForItsAnswerAndRemovesWhatItNames() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RawEngine engine = engine(
        (request, out) -> {
          go.await();
          send(out, "201 Created", "{\"Id\":\"" + ID + "\"}");
        },
        true);
        DockerClient docker = engine.builder().build()) {
      CancelledException e = interrupted(docker, engine, go::countDown);
      assertEquals(REMOVED, removals(engine));
      assertTrue(
          e.getMessage().equals(
              "create of web: the thread was interrupted; the engine had created the container. The container is removed again"),
          e.getMessage());
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anInterruptedCreateThatIsNeverAnsweredIsLookedFor() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawEngine engine = engine((request, out) -> over.await(), true);
        DockerClient docker = engine.builder().build()) {
      CancelledException e = interrupted(docker, engine, () -> {});
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getMessage().startsWith("create of web: the thread was interrupted; no response came"),
          e.getMessage());
      assertTrue(e.getMessage().endsWith("removed again"), e.getMessage());
    } finally {
      over.countDown();
    }
  }

  @Test
  void anInterruptedCreateThatWasRefusedSaysSo() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RawEngine engine = engine(
        (request, out) -> {
          go.await();
          send(out, "409 Conflict", "{\"message\":\"taken\"}");
        },
        true);
        DockerClient docker = engine.builder().build()) {
      CancelledException e = interrupted(docker, engine, go::countDown);
      assertEquals(List.of(), removals(engine));
      assertTrue(e.getMessage().endsWith("the engine had refused, and nothing was created"), e.getMessage());
      assertInstanceOf(EngineException.class, e.getCause());
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRemovalThatTakesLongGoesOnWithoutItsCaller() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch removed = new CountDownLatch(1);
    try (RawEngine engine = engine(
        (request, out) -> send(out, "201 Created", "{\"Id\":\"" + ID + "\"}"),
        (request, out) -> {
          if (request.startsWith("POST /v1.51/containers/" + ID + "/start")) {
            starting.countDown();
            over.await();
          } else if (request.startsWith("DELETE ")) {
            over.await();
            removed.countDown();
          }
          return false;
        });
        DockerClient docker = engine.builder().build()) {
      FutureTask<CancelledException> running = new FutureTask<>(
          () -> assertThrows(CancelledException.class, () -> docker.containers().run(c -> c.image("i"))));
      Thread thread = new Thread(running);
      thread.start();
      starting.await();
      long start = System.nanoTime();
      thread.interrupt();
      CancelledException e = running.get(40, TimeUnit.SECONDS);
      long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      assertTrue(took < 15, "the caller waited for " + took + " s");
      assertTrue(e.getMessage().contains("the removal continues in the background while this program runs"),
          e.getMessage());
      assertTrue(e.getMessage().endsWith("the container " + ID + " may still be there, remove it"), e.getMessage());
      over.countDown();
      assertTrue(removed.await(20, TimeUnit.SECONDS), "the removal was given up");
    } finally {
      over.countDown();
    }
  }

  @Test
  void anInterruptedThreadSendsNothing() {
    try (RawEngine engine = engine((request, out) -> {}, true);
        DockerClient docker = engine.builder().build()) {
      docker.apiVersion();
      int before = engine.asked().size();
      Thread.currentThread().interrupt();
      try {
        CancelledException e = assertThrows(CancelledException.class,
            () -> docker.containers().create(c -> c.image("i")));
        assertTrue(e.getMessage().endsWith("nothing was sent"), e.getMessage());
      } finally {
        assertTrue(Thread.interrupted(), "the interrupt was swallowed");
      }
      assertEquals(before, engine.asked().size());
    }
  }

  @Test
  void aClosedClientRemovesWhatWasMadeAllTheSame() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawEngine engine = engine((request, out) -> over.await(), true)) {
      DockerClient docker = engine.builder().build();
      FutureTask<CancelledException> creating = new FutureTask<>(
          () -> assertThrows(CancelledException.class, () -> docker.containers().create(c -> c.image("i"))));
      new Thread(creating).start();
      engine.awaitRequest();
      docker.close();
      CancelledException e = creating.get(30, TimeUnit.SECONDS);
      assertEquals(REMOVED, removals(engine));
      assertTrue(e.getMessage().endsWith("removed again"), e.getMessage());
    } finally {
      over.countDown();
    }
  }

  @Test
  void optionsShowNoMark() {
    CreateOptions options = CreateOptions.of(c -> c.image("i").label("a", "b"));
    assertFalse(options.toString().contains(CreationLabel.NAME));
    assertEquals(1, options.request().labels().size());
  }

  private static CancelledException interrupted(DockerClient docker, RawEngine engine, Runnable then) throws Exception {
    boolean[] flag = new boolean[1];
    FutureTask<CancelledException> creating = new FutureTask<>(
        () -> {
          try {
            return assertThrows(CancelledException.class,
                () -> docker.containers().create(c -> c.image("i").name("web")));
          } finally {
            flag[0] = Thread.currentThread().isInterrupted();
          }
        });
    Thread thread = new Thread(creating);
    thread.start();
    engine.awaitRequest();
    thread.interrupt();
    // Long enough for the caller to notice; a test of the other order would pass as well.
    TimeUnit.MILLISECONDS.sleep(100);
    then.run();
    CancelledException e = creating.get(40, TimeUnit.SECONDS);
    assertTrue(flag[0], "the interrupt was swallowed");
    return e;
  }
}
