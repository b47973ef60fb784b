package io.longshore.contract;

import io.longshore.container.Container;
import io.longshore.container.ContainerWait;
import io.longshore.contract.Chaos.Operation;
import io.longshore.contract.Chaos.Outcome;
import io.longshore.contract.Chaos.Seen;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.stream.ByteStream;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogOptions;
import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;

/** The streams that come over HTTP: what is asked for, and what of it can be told apart when it is broken. */
enum ChaosStreams {
  LOG_FRAMES(Kind.STREAM, "GET", "/containers/*/logs", 17, 12,
      chaos -> log(chaos, false, o -> {}, ChaosStreams::frames)),
  LOG_LINES(Kind.STREAM, "GET", "/containers/*/logs", 17, 12, chaos -> log(chaos, false, o -> {}, ChaosStreams::lines)),
  LOG_COLLECTED(
      Kind.WHOLE, "GET", "/containers/*/logs", 17, 12, chaos -> log(chaos, false, o -> {}, ChaosStreams::collected)),
  LOG_TERMINAL(Kind.BYTES, "GET", "/containers/*/logs", 6, 0, chaos -> log(chaos, true, o -> {}, ChaosStreams::raw)),
  LOG_TIMED(
      Kind.STREAM, "GET", "/containers/*/logs", 60, 0,
      chaos -> log(chaos, false, o -> o.timestamps(), ChaosStreams::timed)),
  LOG_TERMINAL_TIMED(
      Kind.STREAM, "GET", "/containers/*/logs", 60, 0,
      chaos -> log(chaos, true, o -> o.timestamps(), ChaosStreams::timed)),
  LOG_FOLLOWED(
      Kind.STREAM,
      "GET",
      "/containers/*/logs",
      17,
      12,
      chaos -> log(chaos, false, o -> o.follow().idleLimit(Chaos.SHORT), ChaosStreams::frames)),
  LOG_RECONNECTING(Kind.RECONNECTS, "GET", "/containers/*/logs", 50, 0, ChaosStreams::followedLog),
  EVENTS(Kind.STREAM, "GET", "/events", 60, 0, ChaosStreams::events),
  EVENTS_RECONNECTING(Kind.RECONNECTS, "GET", "/events", 400, 0, ChaosStreams::followedEvents),
  STATS_ONCE(Kind.WHOLE, "GET", "/containers/*/stats", 60, 0, chaos -> stats(chaos, c -> c.statsOnce())),
  STATS_NOW(Kind.WHOLE, "GET", "/containers/*/stats", 60, 0, chaos -> stats(chaos, c -> c.statsWithoutCpu())),
  WAIT(Kind.CALL, "POST", "/containers/*/wait", 5, 0, chaos -> waiting(chaos, c -> c.waitFor(Chaos.SOME))),
  REGISTERED_WAIT(Kind.WHOLE, "POST", "/containers/*/wait", 5, 0, chaos -> waiting(chaos, ChaosStreams::registered)),
  PULL(Kind.WHOLE, "POST", "/images/create", 40, 0, ChaosStreams::pull),
  IMPORT(Kind.WHOLE, "POST", "/images/create", 5, 0, ChaosStreams::importTar),
  EXPORT(Kind.ARCHIVE, "GET", "/containers/*/export", 700, 0, chaos -> bytes(chaos, c -> c.export())),
  ARCHIVE(Kind.ARCHIVE, "GET", "/containers/*/archive", 700, 0, chaos -> bytes(chaos, c -> c.files().archive("/etc")));

  /** What a followed stream reads as where a gap is told. */
  static final String GAP = "a gap\n";

  /** What a caller sees of it. */
  enum Kind {
    /** A stream with an end. */
    STREAM,
    /** A stream of bytes that may be anything. */
    BYTES,
    /** A stream of bytes that has to be an archive, which is told at its end. */
    ARCHIVE,
    /** A stream that connects again. */
    RECONNECTS,
    /** A call that reads a stream itself. */
    WHOLE,
    /** A call. */
    CALL
  }

  final Kind kind;
  final String method;
  final String path;

  /** Where it is cut: inside something. */
  final int middle;

  /** Where bytes are put in that cannot be understood: not inside what may hold any. */
  final int broken;

  final boolean changes;

  private final Function<Chaos, Operation> operation;

  ChaosStreams(Kind kind, String method, String path, int middle, int broken, Function<Chaos, Operation> operation) {
    this.kind = kind;
    this.method = method;
    this.path = path;
    this.middle = middle;
    this.broken = broken;
    this.changes = path.equals("/images/create");
    this.operation = operation;
  }

  /** An engine measures twice for this one, a second apart. */
  boolean isSlow() {
    return this == STATS_ONCE;
  }

  boolean hasLength() {
    return this == STATS_ONCE || this == STATS_NOW;
  }

  boolean isOfBytes() {
    return kind == Kind.BYTES || kind == Kind.ARCHIVE;
  }

  /** An operation, and what it reads when all is well. */
  record Prepared(Operation operation, String whole) {}

  /** Sets the scene, and shows that the operation ends well without a fault. */
  Prepared prepare(Chaos chaos) {
    Operation prepared = operation.apply(chaos);
    Outcome well = chaos.drive(prepared);
    if (well.failure() != null || well.end() != null && well.end() != StreamEnd.COMPLETED) {
      throw new AssertionError("not even without a fault: " + well, well.failure());
    }
    return new Prepared(prepared, well.read());
  }

  private interface Reading {
    void read(LogStream log, Seen seen);
  }

  private static Operation log(Chaos chaos, boolean terminal, Consumer<LogOptions> options, Reading reading) {
    Container said = chaos.said(terminal);
    return (now, seen) -> {
      try (LogStream log = now.here(said).logs(options)) {
        seen.end = log::end;
        reading.read(log, seen);
      }
    };
  }

  static void frames(LogStream log, Seen seen) {
    log.forEach(frame -> seen.read.append(frame.stream()).append(new String(frame.bytes(), StandardCharsets.UTF_8)));
  }

  private static void raw(LogStream log, Seen seen) {
    log.forEach(frame -> seen.read.append(new String(frame.bytes(), StandardCharsets.ISO_8859_1)));
  }

  static void lines(LogStream log, Seen seen) {
    log.lines()
        .forEach(line -> seen.read.append(line.stream()).append(line.text()).append(line.complete() ? '\n' : '~'));
  }

  private static void timed(LogStream log, Seen seen) {
    log.lines().forEach(line -> seen.read.append(line.time()).append(line.text()).append('\n'));
  }

  private static void collected(LogStream log, Seen seen) {
    var all = log.readAll();
    seen.read.append(all.stdout()).append(all.stderr());
  }

  private static Operation followedLog(Chaos chaos) {
    Container said = chaos.said(false);
    return (now, seen) -> {
      try (DockerStream<Followed<LogLine>> log = now.here(said)
          .followLogs(o -> o.idleLimit(Chaos.SHORT).patience(Chaos.PATIENCE))) {
        seen.end = log::end;
        for (Followed<LogLine> next : log) {
          seen.read.append(next instanceof Followed.Item<LogLine> item ? item.value().text() + "\n" : GAP);
        }
      }
    };
  }

  private static String text(EventMessage event) {
    return event.action() + " " + (event.actor() == null ? "" : event.actor().id()) + "\n";
  }

  private static Operation events(Chaos chaos) {
    Instant since = chaos.docker.system().info().systemTime();
    chaos.said(false);
    Instant until = chaos.docker.system().info().systemTime();
    return (now, seen) -> {
      try (DockerStream<EventMessage> events = now.docker.system()
          .events(o -> o.since(since).until(until).idleLimit(Chaos.SHORT))) {
        seen.end = events::end;
        events.forEach(event -> seen.read.append(text(event)));
      }
    };
  }

  private static Operation followedEvents(Chaos chaos) {
    Instant since = chaos.docker.system().info().systemTime();
    chaos.said(false);
    Instant until = chaos.docker.system().info().systemTime();
    return (now, seen) -> {
      try (DockerStream<Followed<EventMessage>> events = now.docker.system()
          .followEvents(o -> o.since(since).until(until).idleLimit(Chaos.SHORT).patience(Chaos.PATIENCE))) {
        seen.end = events::end;
        for (Followed<EventMessage> next : events) {
          seen.read.append(next instanceof Followed.Item<EventMessage> item ? text(item.value()) : GAP);
        }
      }
    };
  }

  private interface Measuring {
    io.longshore.container.Stats measure(Container container);
  }

  private static Operation stats(Chaos chaos, Measuring measuring) {
    Container stays = chaos.stays();
    return (now, seen) -> seen.read.append(measuring.measure(now.here(stays)).time().isPresent());
  }

  private interface Waiting {
    int code(Container container);
  }

  private static Operation waiting(Chaos chaos, Waiting waiting) {
    Container said = chaos.said(false);
    return (now, seen) -> seen.read.append(waiting.code(now.here(said)));
  }

  private static int registered(Container container) {
    try (ContainerWait exit = container.openWait(WaitCondition.NOT_RUNNING)) {
      return exit.await(Chaos.SOME);
    }
  }

  private static Operation pull(Chaos chaos) {
    return (now, seen) -> now.docker
        .images()
        .pull(
            o -> o.reference("busybox:latest").steps(step -> seen.read.append(step.status()).append('\n')));
  }

  private static Operation importTar(Chaos chaos) {
    return (now, seen) -> {
      now.docker.images().importTar(new Tar().file("a", "1").stream());
      seen.read.append("imported");
    };
  }

  private static Operation bytes(Chaos chaos, Function<Container, ByteStream> opening) {
    Container said = chaos.said(false);
    return (now, seen) -> {
      try (ByteStream bytes = opening.apply(now.here(said))) {
        seen.end = bytes::end;
        InputStream in = bytes.inputStream();
        byte[] buffer = new byte[300];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          seen.read.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
      }
    };
  }
}
