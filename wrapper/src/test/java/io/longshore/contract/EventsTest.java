package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.EventType;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.StreamEnd;
import io.longshore.system.EventOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Watching what happens in an engine. */
class EventsTest extends ContractTest {
  private static Consumer<EventOptions> of(Container container) {
    return options -> options.type(EventType.CONTAINER).container(container.id());
  }

  private static List<String> actions(Stream<EventMessage> events) {
    return events.map(EventMessage::action).toList();
  }

  private Instant engineTime() {
    return docker.system().info().systemTime();
  }

  /** The engine sends its headers before it watches: an event right after them must not be missed. */
  @Test
  void whatHappensRightAfterOpeningIsSeen() {
    for (int i = 0; i < 50; i++) {
      try (DockerStream<EventMessage> events = docker.system()
          .events(options -> options.type(EventType.CONTAINER).action("create").label(LABEL, RUN))) {
        Container container = create(Programs.forever());
        assertEquals(container.id(), events.iterator().next().actor().id());
        forceRemove(container);
      }
    }
  }

  @Test
  void theLifeOfAContainerIsTold() {
    Container container = create(Programs.exit(3));
    try (DockerStream<EventMessage> events = docker.system().events(of(container))) {
      container.start();
      Iterator<EventMessage> iterator = events.iterator();
      EventMessage start = iterator.next();
      EventMessage die = iterator.next();
      assertEquals(List.of("start", "die"), List.of(start.action(), die.action()));
      assertEquals(EventType.CONTAINER, start.type());
      assertEquals(container.id(), start.actor().id());
      assertEquals(Programs.IMAGE, start.actor().attributes().get("image"));
      assertEquals(RUN, start.actor().attributes().get(LABEL));
      assertEquals("3", die.actor().attributes().get("exitCode"));
      assertTrue(start.timeNano() <= die.timeNano(), () -> start + " " + die);
      assertEquals(Optional.empty(), events.end());
    }
  }

  @Test
  void whatIsRememberedCanBeAskedFor() {
    Instant before = engineTime();
    Container container = runToEnd(Programs.exit(0));
    // The end of a container is told of a moment after it can be waited for.
    Poll.until(
        "its end is told of",
        () -> {
          Instant now = engineTime();
          try (DockerStream<EventMessage> events = docker.system()
              .events(of(container).andThen(options -> options.since(before).until(now)))) {
            List<String> told = actions(events.stream());
            assertEquals(StreamEnd.COMPLETED, events.end().orElseThrow());
            assertEquals(List.of("create", "start", "die").subList(0, told.size()), told);
            return told.size() == 3;
          }
        });
  }

  /** What continuing after a lost connection is built on. */
  @Test
  void sinceAndUntilIncludeTheirMoments() {
    Instant before = engineTime();
    Container container = runToEnd(Programs.exit(0));
    Instant after = engineTime();
    List<EventMessage> all = read(of(container).andThen(options -> options.since(before).until(after)));
    EventMessage middle = all.get(1);
    Instant time = Instant.ofEpochSecond(0, middle.timeNano());
    assertEquals(
        all.subList(1, all.size()), read(of(container).andThen(options -> options.since(time).until(after))));
    assertEquals(all.subList(0, 2), read(of(container).andThen(options -> options.since(before).until(time))));
  }

  private List<EventMessage> read(Consumer<EventOptions> wanted) {
    try (DockerStream<EventMessage> events = docker.system().events(wanted)) {
      return events.stream().toList();
    }
  }

  @Test
  void aStreamWithAnEndEndsThere() {
    Container container = create(Programs.forever());
    Instant until = engineTime().plusSeconds(2);
    try (DockerStream<EventMessage> events = docker.system()
        .events(of(container).andThen(options -> options.until(until)))) {
      container.start();
      assertEquals(List.of("start"), actions(events.stream()));
      assertEquals(StreamEnd.COMPLETED, events.end().orElseThrow());
    }
  }

  @Test
  void anEndInThePastIsAnEnd() {
    Instant past = engineTime().minusSeconds(5);
    try (DockerStream<EventMessage> events = docker.system()
        .events(options -> options.since(past).until(past).label(LABEL, newName()))) {
      assertFalse(events.iterator().hasNext());
      assertEquals(StreamEnd.COMPLETED, events.end().orElseThrow());
    }
  }

  @Test
  void closingInAnotherThreadEndsABlockedRead() {
    DockerStream<EventMessage> events = docker.system().events(of(create(Programs.forever())));
    try (var reading = Background.start(() -> events.iterator().hasNext())) {
      reading.awaitBlocked();
      events.close();
      assertFalse(reading.result());
      assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
    }
  }

  @Test
  void anInterruptEndsABlockedRead() {
    try (DockerStream<EventMessage> events = docker.system().events(of(create(Programs.forever())));
        var reading = Background.start(() -> events.iterator().hasNext())) {
      reading.awaitBlocked().interrupt();
      seen(assertInstanceOf(CancelledException.class, reading.failure()));
      assertTrue(reading.interruptedAtEnd(), "the interrupt was swallowed");
      assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
    }
  }

  @Test
  void theIdleLimitEndsAQuietStream() {
    try (DockerStream<EventMessage> events = docker.system()
        .events(options -> options.label(LABEL, newName()).idleLimit(Duration.ofMillis(300)))) {
      DeadlineException late = fails(DeadlineException.class, () -> events.iterator().hasNext());
      assertTrue(late.getMessage().contains("300 ms"), late::getMessage);
      assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
    }
  }

  @Test
  void followedEventsThatLoseNoConnectionHaveNoGap() {
    Container container = create(Programs.exit(0));
    try (DockerStream<Followed<EventMessage>> events = docker.system().followEvents(of(container))) {
      container.start();
      Iterator<Followed<EventMessage>> iterator = events.iterator();
      assertEquals("start", action(iterator.next()));
      assertEquals("die", action(iterator.next()));
    }
  }

  @Test
  void followedEventsGoOnAfterALostConnection() {
    Container container = create(Programs.forever());
    try (Cuttable way = Cuttable.to(engine);
        var through = way.open();
        DockerStream<Followed<EventMessage>> events = through.system()
            .followEvents(options -> options.label(LABEL, RUN).container(container.id()))) {
      Iterator<Followed<EventMessage>> iterator = events.iterator();
      container.start();
      assertEquals("start", action(iterator.next()));
      for (int i = 0; i < 3; i++) {
        way.cut();
        container.pause();
        container.unpause();
        assertEquals("pause", action(iterator.next()));
        assertEquals("unpause", action(iterator.next()));
      }
    }
  }

  /** More than the engine remembers. How much is left of it depends on what others do at the engine meanwhile. */
  @Test
  void whatTheEngineForgotMeanwhileIsAGap() {
    Container container = create(Programs.forever());
    List<String> names = Stream.generate(this::newName).limit(301).toList();
    String last = names.get(300);
    try (Cuttable way = Cuttable.to(engine);
        var through = way.open();
        DockerStream<Followed<EventMessage>> events = through.system().followEvents(of(container))) {
      Iterator<Followed<EventMessage>> iterator = events.iterator();
      container.rename(newName());
      assertEquals("rename", action(iterator.next()));
      way.cut();
      names.subList(0, 300).forEach(container::rename);
      Followed.Gap<?> gap = assertInstanceOf(Followed.Gap.class, iterator.next());
      assertTrue(gap.after().isBefore(gap.until()), gap::toString);
      container.rename(last);
      List<String> told = new ArrayList<>();
      do {
        Followed<EventMessage> next = iterator.next();
        assertEquals("rename", action(next));
        told.add(((Followed.Item<EventMessage>) next).value().actor().attributes().get("name"));
      } while (!told.get(told.size() - 1).equals(last));
      assertEquals(names.subList(names.size() - told.size(), names.size()), told);
      assertTrue(told.size() > 200 || !engine.embedded(),
          () -> "nobody else uses the embedded engine, and it told of " + told.size());
    }
  }

  @Test
  void followedEventsEndWhenTheyAreClosedWhileTheyConnect() {
    try (Cuttable way = Cuttable.to(engine);
        var through = way.open()) {
      DockerStream<Followed<EventMessage>> events = through.system().followEvents(of(create(Programs.forever())));
      try (var reading = Background.start(() -> events.iterator().hasNext())) {
        reading.awaitBlocked();
        way.cutForGood();
        reading.awaitConnecting();
        events.close();
        assertFalse(reading.result());
        assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
      }
    }
  }

  @Test
  void followedEventsFailWhenPatienceIsOver() {
    try (Cuttable way = Cuttable.to(engine);
        var through = way.open();
        DockerStream<Followed<EventMessage>> events = through.system()
            .followEvents(options -> options.label(LABEL, newName()).patience(Duration.ofMillis(400)));
        var reading = Background.start(() -> events.iterator().hasNext())) {
      reading.awaitBlocked();
      way.cutForGood();
      seen(assertInstanceOf(ConnectionException.class, reading.failure()));
      assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
    }
  }

  private static String action(Followed<EventMessage> next) {
    return next instanceof Followed.Item<EventMessage> item ? item.value().action() : next.toString();
  }

  @Test
  void anEndInThePastWithoutABeginningGivesWhatIsRemembered() {
    Container container = run(Programs.forever());
    Instant end = engineTime();
    Poll.until("the end is past", () -> engineTime().isAfter(end.plusMillis(20)));
    try (DockerStream<EventMessage> events = docker.system()
        .events(options -> options.until(end).type(EventType.CONTAINER).container(container.id()))) {
      assertEquals(List.of("create", "start"), actions(events.stream()));
    }
    try (DockerStream<EventMessage> events = docker.system()
        .events(options -> options.until(Instant.EPOCH.plusSeconds(1)).container(container.id()))) {
      assertEquals(List.of(), actions(events.stream()));
    }
  }
}
