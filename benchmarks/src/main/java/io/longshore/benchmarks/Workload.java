package io.longshore.benchmarks;

import java.io.IOException;
import java.util.Locale;

/** What is measured: one piece of work, how its result is told, and which ratio is wanted. */
enum Workload {
  PING("ping, 1 thread", Unit.CALLS, 1, 1.0),
  START("POST start (204), 1 thread", Unit.CALLS, 1, 1.0),
  INSPECT("inspect, 1 thread", Unit.CALLS, 1, 1.5),
  INSPECT_8("inspect, 8 threads", Unit.CALLS, 8, 1.5),
  LIST_100("list 100 containers", Unit.MILLIS, 1, null),
  LIST_1000("list 1,000 containers", Unit.MILLIS, 1, null),
  LIST_10000("list 10,000 containers", Unit.MILLIS, 1, 0.65),
  LIST_100000("list 100,000 containers", Unit.MILLIS, 1, null),
  LOG_SMALL("log, 120-byte frames", Unit.BYTES, 1, 1.8),
  LOG_SINGLE("log, 120-byte frames, a chunk each", Unit.BYTES, 1, 1.8),
  LOG_LARGE("log, 16 KiB frames", Unit.BYTES, 1, 3.0),
  DOWNLOAD("archive download, 1 GiB", Unit.BYTES, 1, 1.1),
  UPLOAD("archive upload, 1 GiB", Unit.BYTES, 1, 1.0),
  ENGINE_PING("real engine: ping, 1 thread", Unit.CALLS, 1, null),
  ENGINE_SIGNAL("real engine: POST kill (204), 1 thread", Unit.CALLS, 1, null),
  ENGINE_INSPECT("real engine: inspect, 1 thread", Unit.CALLS, 1, null),
  ENGINE_INSPECT_8("real engine: inspect, 8 threads", Unit.CALLS, 8, null);

  /** How a result is told. */
  enum Unit {
    CALLS("calls/s"),
    MILLIS("ms"),
    BYTES("MB/s");

    final String text;

    Unit(String text) {
      this.text = text;
    }

    /** Whether more is better. */
    boolean isRate() {
      return this != MILLIS;
    }
  }

  final String title;
  final Unit unit;
  final int threads;
  final Double wanted;

  Workload(String title, Unit unit, int threads, Double wanted) {
    this.title = title;
    this.unit = unit;
    this.threads = threads;
    this.wanted = wanted;
  }

  boolean onRealEngine() {
    return name().startsWith("ENGINE");
  }

  /** Whether it is done a few times only. */
  boolean isHeaviest() {
    return this == LIST_100000;
  }

  /** How many containers are listed. */
  int containers() {
    return Integer.parseInt(name().substring("LIST_".length()));
  }

  /** Does it once and returns the bytes that it moved. */
  long run(Peer peer, String container) throws IOException {
    switch (this) {
      case PING, ENGINE_PING -> peer.ping();
      case START -> peer.start("web");
      case ENGINE_SIGNAL -> peer.signal(container);
      case INSPECT, INSPECT_8 -> peer.inspect("web");
      case ENGINE_INSPECT, ENGINE_INSPECT_8 -> peer.inspect(container);
      case LIST_100, LIST_1000, LIST_10000, LIST_100000 -> {
        check(containers(), peer.list(containers()));
      }
      case LOG_SMALL, LOG_SINGLE, LOG_LARGE -> {
        long bytes = peer.followLog(name().substring("LOG_".length()).toLowerCase(Locale.ROOT));
        check(this == LOG_LARGE ? Answers.LARGE_LOG : Answers.SMALL_LOG, bytes);
        return bytes;
      }
      case DOWNLOAD -> {
        long bytes = peer.download("web");
        check(Answers.ARCHIVE, bytes);
        return bytes;
      }
      case UPLOAD -> {
        peer.upload("web", Streams.zeros(Answers.ARCHIVE), Answers.ARCHIVE);
        return Answers.ARCHIVE;
      }
    }
    return 0;
  }

  private void check(long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(title + ": " + found + " instead of " + expected);
    }
  }
}
