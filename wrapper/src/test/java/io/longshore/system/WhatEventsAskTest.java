package io.longshore.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.DeadlineException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.EventType;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.RawEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked for when events are watched, and how their streams end. */
@Timeout(30)
class WhatEventsAskTest {
  private static final String NOW = "2026-01-02T03:04:05.000000006Z";
  private static final String SINCE_NOW = "since=1767323045.000000006";
  private static final String FLOWS = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String END = "0\r\n\r\n";

  private static String answer(int status, String body) {
    String head = "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
    return head + "\r\n\r\n" + body;
  }

  private static String info(String time) {
    return answer(200, "{\"SystemTime\":\"" + time + "\"}");
  }

  private static String event(long nanosAfter, String action) {
    long time = 1_767_323_045_000_000_006L + nanosAfter;
    String json = "{\"Type\":\"container\",\"Action\":\"" + action + "\",\"timeNano\":" + time + "}\n";
    return Integer.toHexString(json.length()) + "\r\n" + json + "\r\n";
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells its time, and answers each request for events with the next of these. */
  private static RawEngine engine(String... streams) {
    AtomicInteger next = new AtomicInteger();
    return new RawEngine(
        (request, out) -> send(out,
            request.startsWith("GET /v1.51/info ") ? info(NOW) : FLOWS + streams[next.getAndIncrement()]));
  }

  private static List<String> decoded(RawEngine engine) {
    return engine.asked().stream()
        .map(
            line -> URLDecoder.decode(line, StandardCharsets.UTF_8).replace("GET /v1.51/", "").replace(" HTTP/1.1", ""))
        .toList();
  }

  private static List<String> shown(DockerStream<Followed<EventMessage>> events) {
    List<String> shown = new ArrayList<>();
    for (Followed<EventMessage> next : events) {
      shown.add(
          next instanceof Followed.Gap<EventMessage> gap
              ? "gap " + (gap.until().getNano() - gap.after().getNano())
              : ((Followed.Item<EventMessage>) next).value().action());
    }
    return shown;
  }

  @Test
  void anEngineThatGivesUpInTheMiddleSaysWhy() {
    String why = "{\"message\":\"boom\"}\n";
    String sent = event(1, "start") + Integer.toHexString(why.length()) + "\r\n" + why + "\r\n" + END;
    try (RawEngine engine = engine(sent, sent);
        DockerClient docker = engine.builder().build()) {
      for (boolean followed : new boolean[] {false, true}) {
        DockerStream<?> events = followed ? docker.system().followEvents(o -> {}) : docker.system().events();
        List<Object> seen = new ArrayList<>();
        StreamException e = assertThrows(StreamException.class, () -> events.forEach(seen::add));
        assertEquals(StreamEnd.FAILED, e.end());
        assertTrue(e.getMessage().contains("the engine says: boom"), e::getMessage);
        assertEquals(1, seen.size());
        assertEquals(Optional.of(StreamEnd.FAILED), events.end());
      }
    }
  }

  @Test
  void nothingIsMissedBecauseTheEnginesOwnTimeIsTheBeginning() {
    try (RawEngine engine = engine(event(1, "create"));
        DockerClient docker = engine.builder().build();
        DockerStream<EventMessage> events = docker.system().events()) {
      assertEquals("create", events.iterator().next().action());
      assertEquals(List.of("info", "events?" + SINCE_NOW), decoded(engine));
    }
  }

  /** An engine that logs an event while it begins to answer remembers it already and tells it then. */
  @Test
  void anEventThatIsSentTwiceComesOnce() {
    String twice = event(1, "a") + event(2, "b") + event(1, "a") + event(2, "b") + event(3, "c") + event(3, "d");
    try (RawEngine engine = engine(event(1, "a"), twice + END);
        DockerClient docker = engine.builder().build();
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(o -> o.since(Instant.EPOCH).until(Instant.parse(NOW)))) {
      assertEquals(List.of("a", "b", "c", "d"), shown(events));
    }
    try (RawEngine engine = engine(twice + END);
        DockerClient docker = engine.builder().build();
        DockerStream<EventMessage> events = docker.system()
            .events(o -> o.since(Instant.EPOCH).until(Instant.parse(NOW)))) {
      assertEquals(List.of("a", "b", "c", "d"), events.stream().map(EventMessage::action).toList());
    }
  }

  @Test
  void whereTheTimeIsNotToldEventsBeginWithTheAnswer() {
    try (RawEngine engine = new RawEngine(
        (request, out) -> send(out, request.contains("/info ") ? answer(403, "{}") : FLOWS + event(1, "create")));
        DockerClient docker = engine.builder().build();
        DockerStream<EventMessage> events = docker.system().events()) {
      assertEquals("create", events.iterator().next().action());
      assertEquals(List.of("info", "events"), decoded(engine));
    }
  }

  @Test
  void everyOptionIsSent() {
    try (RawEngine engine = engine("");
        DockerClient docker = engine.builder().build()) {
      docker
          .system()
          .events(
              options -> options
                  .type(EventType.CONTAINER, EventType.IMAGE)
                  .action("die", "oom")
                  .container("web")
                  .image("busybox")
                  .network("front")
                  .volume("data")
                  .label("a")
                  .label("b", "c")
                  .filter("scope", "local")
                  .since(Instant.ofEpochSecond(1, 5))
                  .until(Instant.ofEpochSecond(20)))
          .close();
      assertEquals(
          List.of(
              "events?since=1.000000005&until=20.000000000&filters={\"type\":[\"container\",\"image\"],"
                  + "\"event\":[\"die\",\"oom\"],\"container\":[\"web\"],\"image\":[\"busybox\"],\"network\":[\"front\"],\"volume\":[\"data\"],"
                  + "\"label\":[\"a\",\"b=c\"],\"scope\":[\"local\"]}"),
          decoded(engine));
    }
  }

  @Test
  void wrongOptionsAreRefusedHere() {
    try (DockerClient docker = DockerClient.builder().host("unix:///nowhere").build()) {
      DockerSystem system = docker.system();
      Instant now = Instant.now();
      assertThrows(IllegalArgumentException.class, () -> system.events(o -> o.since(now).until(now.minusNanos(1))));
      assertThrows(IllegalArgumentException.class, () -> system.events(o -> o.until(Instant.EPOCH)));
      assertThrows(IllegalArgumentException.class, () -> system.events(o -> o.idleLimit(Duration.ZERO)));
      assertThrows(IllegalArgumentException.class, () -> system.followEvents(o -> o.patience(Duration.ZERO)));
      assertThrows(IllegalArgumentException.class, () -> system.events(o -> o.type()));
      assertThrows(IllegalArgumentException.class, () -> system.events(o -> o.action()));
    }
  }

  /** As an engine ends them that is told to stop. */
  @Test
  void aGoodEndBeforeTheWantedOneIsATruncation() {
    for (Optional<Instant> until : List.of(Optional.<Instant>empty(), Optional.of(Instant.parse(NOW).plusSeconds(9)))) {
      try (RawEngine stopping = engine(event(1, "create") + END);
          DockerClient docker = stopping.builder().build();
          DockerStream<EventMessage> events = docker.system().events(o -> until.ifPresent(o::until))) {
        var iterator = events.iterator();
        assertEquals("create", iterator.next().action());
        StreamException early = assertThrows(StreamException.class, iterator::hasNext);
        assertEquals(StreamEnd.TRUNCATED, early.end());
        assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
      }
    }
  }

  @Test
  void followedEventsGoOnAfterACutAndAfterAGoodEnd() {
    try (RawEngine engine = engine(
        event(1, "a") + event(2, "b"),
        event(1, "a") + event(2, "b") + event(2, "c") + END,
        event(1, "a") + event(2, "b") + event(2, "c") + event(3, "d"),
        event(9, "e") + END);
        DockerClient docker = engine.builder().build();
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(o -> o.since(Instant.parse(NOW)).patience(Duration.ofSeconds(10)))) {
      var iterator = events.iterator();
      List<String> shown = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        shown.add(iterator.next() instanceof Followed.Item<EventMessage> item ? item.value().action() : "gap");
      }
      assertEquals(List.of("a", "b", "c", "d", "gap", "e"), shown);
      String again = "events?since=1767323045.000000007";
      assertEquals(List.of("events?" + SINCE_NOW, again, again, again), decoded(engine).subList(0, 4));
    }
  }

  @Test
  void followedEventsEndWhereTheyAreToEnd() {
    try (RawEngine engine = engine(event(1, "a"), event(1, "a") + event(5, "b") + END);
        DockerClient docker = engine.builder().build();
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(o -> o.since(Instant.EPOCH).until(Instant.parse(NOW)))) {
      assertEquals(List.of("a", "b"), shown(events));
      assertEquals(StreamEnd.COMPLETED, events.end().orElseThrow());
    }
  }

  @Test
  void aLossBeforeTheFirstEventIsAGap() {
    try (RawEngine engine = engine("", event(7, "a") + END);
        DockerClient docker = engine.builder().build();
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(o -> o.since(Instant.parse(NOW)).until(Instant.parse(NOW)))) {
      assertEquals(List.of("gap 7", "a"), shown(events));
    }
  }

  @Test
  void theIdleLimitEndsAStalledStream() {
    try (RawEngine engine = RawEngine.stuckAfter(FLOWS + event(1, "create"));
        DockerClient docker = engine.builder().build();
        DockerStream<EventMessage> events = docker.system()
            .events(o -> o.since(Instant.EPOCH).idleLimit(Duration.ofMillis(200)))) {
      var iterator = events.iterator();
      assertEquals("create", iterator.next().action());
      DeadlineException late = assertThrows(DeadlineException.class, iterator::hasNext);
      assertTrue(late.getMessage().contains("200 ms"), late::getMessage);
      assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
    }
  }

  @Test
  void withoutALimitAQuietStreamLivesLongerThanAnyOtherDeadline() throws Exception {
    Duration shortly = Duration.ofMillis(100);
    try (RawEngine engine = RawEngine.stuckAfter(FLOWS);
        DockerClient docker = engine.builder().build()) {
      docker.apiVersion();
      Timeouts timeouts = new Timeouts(shortly, Duration.ofSeconds(20), shortly, shortly);
      DockerStream<EventMessage> events = docker.with(timeouts).system().events(o -> o.since(Instant.EPOCH));
      FutureTask<Boolean> reading = new FutureTask<>(() -> events.iterator().hasNext());
      Thread reader = new Thread(reading, "reader");
      reader.start();
      reader.join(5 * shortly.toMillis());
      assertTrue(reader.isAlive(), "a deadline ended a quiet stream");
      events.close();
      assertFalse(reading.get(10, TimeUnit.SECONDS));
      assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
    }
  }

  @Test
  void aFollowedStreamThatStallsIsOpenedAgain() {
    AtomicInteger streams = new AtomicInteger();
    RawEngine[] engine = new RawEngine[1];
    engine[0] = new RawEngine(
        (request, out) -> {
          send(out, FLOWS + event(1, "a") + (streams.getAndIncrement() == 0 ? "" : event(2, "b")));
          out.flush();
          engine[0].untilClosed();
        });
    try (RawEngine stalls = engine[0];
        DockerClient docker = stalls.builder().build();
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(o -> o.since(Instant.EPOCH).idleLimit(Duration.ofMillis(300)))) {
      var iterator = events.iterator();
      assertInstanceOf(Followed.Item.class, iterator.next());
      assertEquals("b", ((Followed.Item<?>) iterator.next()).value() instanceof EventMessage b ? b.action() : "");
    }
  }

  @Test
  void closingEndsAnAttemptToConnectThatIsNotAnswered() throws Exception {
    AtomicInteger streams = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(2);
    RawEngine[] engine = new RawEngine[1];
    engine[0] = new RawEngine(
        (request, out) -> {
          asked.countDown();
          if (streams.getAndIncrement() == 0) {
            send(out, FLOWS);
          } else {
            engine[0].untilClosed();
          }
        });
    try (RawEngine silent = engine[0];
        DockerClient docker = silent.builder().build()) {
      DockerStream<Followed<EventMessage>> events = docker.system().followEvents(o -> o.since(Instant.EPOCH));
      FutureTask<Boolean> reading = new FutureTask<>(() -> events.iterator().hasNext());
      new Thread(reading, "reader").start();
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      events.close();
      assertFalse(reading.get(10, TimeUnit.SECONDS));
      assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
    }
  }

  @Test
  void anEngineThatDoesNotAnswerUsesUpThePatience() {
    AtomicInteger streams = new AtomicInteger();
    RawEngine[] engine = new RawEngine[1];
    engine[0] = new RawEngine(
        (request, out) -> {
          if (streams.getAndIncrement() == 0) {
            send(out, FLOWS);
          } else {
            engine[0].standStill();
            engine[0].untilClosed();
          }
        });
    try (RawEngine silent = engine[0];
        DockerClient docker = silent.builder().build();
        DockerStream<Followed<EventMessage>> events = docker.system()
            .followEvents(o -> o.since(Instant.EPOCH).patience(Duration.ofMillis(600)))) {
      var iterator = events.iterator();
      assertThrows(DeadlineException.class, iterator::hasNext);
      assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
    }
  }
}
