package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.StreamEnd;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A real engine is killed and started again: streams that follow go on. There where the run has real engines. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("engines")
@Timeout(180)
class RestartedEngineTest {
  @Parameter
  String kind;

  static Stream<String> engines() {
    return Settings.ofThisRun().engines().isEmpty() ? Stream.of() : Stream.of("dockerd");
  }

  private static String text(Followed<LogLine> next) {
    return next instanceof Followed.Item<LogLine> item ? item.value().text() : "gap";
  }

  /** Its output waits in a pipe for the engine that comes again, so that not a line is missing. */
  @Test
  void aLogIsFollowedWhileTheEngineIsKilledAndTheContainerRunsOn() {
    try (PrivateDockerd engine = PrivateDockerd.startWithLiveRestore();
        DockerClient docker = engine.client().build()) {
      Container container = docker
          .containers()
          .run(
              o -> o.image(Programs.IMAGE)
                  .command(Programs.shell("i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done")));
      try (DockerStream<Followed<LogLine>> log = container.followLogs()) {
        Iterator<Followed<LogLine>> lines = log.iterator();
        for (int i = 1; i <= 20; i++) {
          assertEquals(String.valueOf(i), text(lines.next()));
        }
        engine.kill();
        engine.startAgain();
        for (int i = 21; i <= 100; i++) {
          assertEquals(String.valueOf(i), text(lines.next()), "a line is missing, came twice, or is doubted");
        }
        container.kill();
        lines.forEachRemaining(next -> assertFalse(next instanceof Followed.Gap<LogLine>, next::toString));
        assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
      }
    }
  }

  /** An engine that starts again has forgotten its events. */
  @Test
  void eventsGoOnAfterAGapWhenTheEngineIsKilledAndStartedAgain() {
    try (PrivateDockerd engine = PrivateDockerd.start();
        DockerClient docker = engine.client().build();
        DockerStream<Followed<EventMessage>> events = docker.system().followEvents(e -> e.action("create"))) {
      docker.containers().create(o -> o.image(Programs.IMAGE).command("true").name("before"));
      Iterator<Followed<EventMessage>> all = events.iterator();
      assertEquals("before", name(all.next()));
      engine.kill();
      try (var reading = Background.start(all::next)) {
        reading.awaitConnecting();
        engine.startAgain();
        Poll.until("the stream stands again", () -> {
          docker.containers().create(o -> o.image(Programs.IMAGE).command("true"));
          return reading.isDone();
        });
        assertTrue(reading.result() instanceof Followed.Gap<EventMessage>, "nothing proves that none is missing");
      }
      assertTrue(all.next() instanceof Followed.Item<EventMessage>, "the event after the gap");
    }
  }

  private static String name(Followed<EventMessage> next) {
    return next instanceof Followed.Item<EventMessage> item ? item.value().actor().attributes().get("name") : "gap";
  }
}
