package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.container.Container;
import io.longshore.generated.engine.model.LogConfig;
import io.longshore.generated.engine.model.LogDriver;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log drivers of real engines do to times and lines. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("engines")
@Timeout(120)
class LogDriversTest extends EngineTest {
  static Stream<EngineUnderTest> engines() {
    return Engines.real();
  }

  private static LogLine line(Followed<LogLine> next) {
    if (next instanceof Followed.Item<LogLine> item) {
      return item.value();
    }
    throw new AssertionError("a gap: " + next);
  }

  private static LogConfig driver(String name, Map<String, String> options) {
    return LogConfig.builder().type(LogDriver.of(name)).config(options).build();
  }

  @Test
  void theAnswerOfALogThatIsQuietBeginsAtOnce() {
    DockerClient hasty = docker.with(Timeouts.defaults().withAnswer(Duration.ofSeconds(10)));
    Map<String, Map<String, String>> drivers = Map.of("json-file", Map.of(), "local", Map.of(), "syslog",
        Map.of("syslog-address", "udp://127.0.0.1:9"));
    drivers.forEach(
        (name, options) -> {
          Container quiet = run(o -> o.hostConfig(h -> h.logConfig(driver(name, options))));
          hasty.containers().get(quiet.id()).logs(l -> l.follow()).close();
        });
  }

  /**
   * An old engine sends the beginning of a new log file again, sometimes; and may leave lines out when files come fast.
   */
  @Test
  void noLineComesTwiceWhenALogIsRotated() {
    String script = "i=0; while [ $i -lt 600 ]; do i=$((i + 1));"
        + " echo $i ---------------------------------; [ $((i % 10)) = 0 ] && sleep 0.02; done";
    for (boolean terminal : new boolean[] {false, true}) {
      Container container = run(
          o -> {
            o.command(Programs.shell(script));
            o.hostConfig(h -> h.logConfig(driver("json-file", Map.of("max-size", "5k", "max-file", "50"))));
            if (terminal) {
              o.tty();
            }
          });
      List<Integer> numbers = new ArrayList<>();
      try (DockerStream<Followed<LogLine>> log = container.followLogs()) {
        for (Followed<LogLine> next : log) {
          String text = line(next).text();
          numbers.add(Integer.valueOf(text.substring(0, text.indexOf(' '))));
        }
        assertEquals(StreamEnd.COMPLETED, log.end().orElseThrow());
      }
      assertTrue(numbers.size() > 300, () -> "most lines are missing: " + numbers);
      for (int i = 1; i < numbers.size(); i++) {
        int at = i;
        assertTrue(numbers.get(i) > numbers.get(i - 1),
            () -> "a line came twice, near number " + at + " of " + numbers);
      }
    }
  }

  /** Engines with a time zone of their own write it into the log of some drivers. */
  @Test
  void timesMayHaveTheEnginesTimeZone() {
    try (PrivateDockerd berlin = PrivateDockerd.startInTimeZone("Europe/Berlin");
        DockerClient client = berlin.client().build()) {
      for (boolean terminal : new boolean[] {false, true}) {
        Instant before = client.system().info().systemTime();
        Container container = client
            .containers()
            .run(
                o -> {
                  o.image(Programs.IMAGE)
                      .command(Programs.shell("echo one; echo; seq 3 50"))
                      .hostConfig(h -> h.logConfig(driver("local", Map.of())));
                  if (terminal) {
                    o.tty();
                  }
                });
        List<LogLine> followed = new ArrayList<>();
        try (DockerStream<Followed<LogLine>> log = container.followLogs()) {
          log.forEach(next -> followed.add(line(next)));
        }
        Instant after = client.system().info().systemTime();
        try (LogStream log = container.logs(o -> o.timestamps());
            Stream<LogLine> lines = log.lines()) {
          assertEquals(followed, lines.toList());
        }
        assertEquals(50, followed.size(), followed::toString);
        for (LogLine line : followed) {
          assertFalse(line.time().isBefore(before) || line.time().isAfter(after), () -> "not its time: " + line);
        }
      }
    }
  }
}
