package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.contract.Chaos.Outcome;
import io.longshore.contract.Chaos.Way;
import io.longshore.contract.ChaosStreams.Kind;
import io.longshore.embedded.Fault;
import io.longshore.error.AnswerLostException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stream that comes over HTTP meets every fault, once and for ever. */
@Timeout(60)
class ChaosTest {
  /** Answers that never come are lost again when a call is made again. */
  private static final int ALWAYS = 1000;

  private static final String GARBAGE = "\u00fe".repeat(16);

  /** What goes wrong. */
  enum Bad {
    CUT,
    RESET,
    STALL,
    BROKEN_FRAME,
    BROKEN_CHUNK,
    LATE,
    TOO_LATE,
    ERROR,
    CLOSE,
    LOSE;

    Fault fault(ChaosStreams stream) {
      return switch (this) {
        case CUT -> Fault.cutAfter(stream.middle);
        case RESET -> Fault.resetAfter(stream.middle);
        case STALL -> Fault.stallAfter(stream.middle);
        case BROKEN_FRAME -> Fault.brokenFrameAfter(stream.broken);
        case BROKEN_CHUNK -> Fault.brokenChunkAfter(stream.middle);
        case LATE -> Fault.answerLate(Duration.ofMillis(30));
        case TOO_LATE -> Fault.answerLate(Duration.ofHours(1)).times(ALWAYS);
        case ERROR -> Fault.answer(500, "no space left on device").times(ALWAYS);
        case CLOSE -> Fault.closeWithoutAnswer().times(ALWAYS);
        case LOSE -> Fault.loseAnswer().times(ALWAYS);
      };
    }

    /** A port and a socket file break in ways of their own. */
    boolean isOfConnection() {
      return this == CUT || this == RESET || this == STALL || this == CLOSE;
    }

    boolean isBasic() {
      return this == CUT || this == STALL || this == ERROR;
    }

    boolean isSilence() {
      return this == STALL || this == TOO_LATE;
    }
  }

  /** With what an operation has to end; no failure means that everything was read. */
  private record Expected(@Nullable Class<? extends Throwable> failure, @Nullable StreamEnd end) {
    static final Expected GOOD = new Expected(null, StreamEnd.COMPLETED);

    static Expected of(ChaosStreams stream, Bad bad) {
      return switch (bad) {
        case CUT, RESET -> stream.kind == Kind.RECONNECTS ? GOOD : broken(stream);
        // What has a length is not sent in chunks.
        case BROKEN_CHUNK -> stream.kind == Kind.RECONNECTS || stream.hasLength() ? GOOD : broken(stream);
        case STALL ->
          stream.kind == Kind.RECONNECTS
              ? GOOD
              : new Expected(DeadlineException.class, endIf(stream, StreamEnd.TRUNCATED));
        case BROKEN_FRAME ->
          stream.kind == Kind.CALL
              // Not a stream to its caller.
              ? new Expected(DockerException.class, null)
              : new Expected(StreamException.class, endIf(stream, StreamEnd.FAILED));
        case LATE -> GOOD;
        case TOO_LATE -> new Expected(DeadlineException.class, null);
        case ERROR -> new Expected(ServerErrorException.class, null);
        case CLOSE, LOSE -> new Expected(stream.changes ? AnswerLostException.class : ConnectionException.class, null);
      };
    }

    private static Expected broken(ChaosStreams stream) {
      return stream.kind == Kind.CALL
          ? new Expected(ConnectionException.class, null)
          : new Expected(StreamException.class, endIf(stream, StreamEnd.TRUNCATED));
    }

    /** Operations that read a stream themselves tell its end by their exception alone. */
    private static @Nullable StreamEnd endIf(ChaosStreams stream, StreamEnd end) {
      return stream.kind == Kind.WHOLE ? null : end;
    }
  }

  static Stream<Arguments> rows() {
    return Stream.of(Way.values())
        .flatMap(
            way -> Stream.of(ChaosStreams.values())
                .flatMap(
                    stream -> Stream.of(Bad.values())
                        .filter(bad -> stream.isSlow() ? bad.isBasic() : way == Way.UNIX || bad.isOfConnection())
                        .filter(bad -> way == Way.UNIX || !stream.isSlow())
                        .map(bad -> Arguments.of(way, stream, bad))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("rows")
  void everyStreamMeetsEveryFault(Way way, ChaosStreams stream, Bad bad) {
    try (Chaos chaos = Chaos.start(way)) {
      ChaosStreams.Prepared prepared = stream.prepare(chaos);
      String whole = prepared.whole();
      if (bad.isSilence()) {
        chaos.hasty();
      }
      chaos.inject(bad.fault(stream).on(stream.method, stream.path));
      Outcome outcome = chaos.drive(prepared.operation());
      Expected expected = Expected.of(stream, bad);
      if (stream.isOfBytes() && bad == Bad.BROKEN_FRAME) {
        // Bytes are passed on as they are.
        whole = GARBAGE + whole;
        if (stream.kind == Kind.BYTES) {
          // Nothing says what they have to be.
          expected = Expected.GOOD;
        }
      }
      assertOutcome(expected, stream, outcome, whole);
      chaos.assertUnharmed();
    }
  }

  private static void assertOutcome(Expected expected, ChaosStreams stream, Outcome outcome, String whole) {
    if (expected.failure() == null) {
      assertAll(
          () -> assertNull(outcome.failure(), outcome::toString),
          () -> assertTrue(outcome.isGood(whole), () -> outcome + " instead of " + whole));
      return;
    }
    assertInstanceOf(expected.failure(), outcome.failure(), outcome::toString);
    if (stream.kind != Kind.WHOLE && stream.kind != Kind.CALL) {
      assertEquals(expected.end(), outcome.end(), outcome::toString);
    }
    if (outcome.failure() instanceof StreamException broken && expected.end() != null) {
      assertEquals(expected.end(), broken.end());
    }
    assertTrue(whole.startsWith(outcome.read()),
        () -> "what came before is no beginning of '" + whole + "': " + outcome);
  }
}
