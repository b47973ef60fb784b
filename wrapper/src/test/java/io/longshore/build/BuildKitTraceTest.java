package io.longshore.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BuildKitTraceTest {
  private static final long BEGAN = 1_700_000_000;

  private static Told buildKit() {
    return new Told(BuilderKind.BUILDKIT);
  }

  private static byte[] time(long seconds, long nanos) {
    return new ProtoWriter().number(1, seconds).number(2, nanos).message();
  }

  private static byte[] vertex(String digest, String name, UnaryOperator<ProtoWriter> more) {
    return in(1, more.apply(new ProtoWriter().text(1, digest).text(3, name)));
  }

  private static byte[] log(String vertex, int stream, byte[] text) {
    return in(3, new ProtoWriter().text(1, vertex).bytes(2, time(BEGAN, 0)).number(3, stream).bytes(4, text));
  }

  private static byte[] in(int field, ProtoWriter message) {
    return new ProtoWriter().bytes(field, message.message()).message();
  }

  private static byte[] all(byte[]... messages) {
    int length = Arrays.stream(messages).mapToInt(each -> each.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] each : messages) {
      System.arraycopy(each, 0, all, at, each.length);
      at += each.length;
    }
    return all;
  }

  /** With all that a report has. */
  private static byte[] report() {
    return all(
        vertex("sha256:a", "[1/2] FROM busybox", v -> v.text(2, "sha256:input").number(4, 1)
            .bytes(5, time(BEGAN, 0)).bytes(6, time(BEGAN + 1, 5))),
        vertex("sha256:b", "[2/2] RUN make", v -> v.bytes(5, time(BEGAN + 2, 0)).text(12, "from the future")),
        vertex("sha256:c", "exporting", v -> v),
        in(2, new ProtoWriter().text(1, "sha256:" + "0123456789ab".repeat(5) + "cdef").text(2, "sha256:a")
            .number(4, 5).number(5, 10).bytes(7, time(BEGAN, 0))),
        log("sha256:b", 1, "made it\n".getBytes(UTF_8)),
        log("sha256:b", 2, "oops\n".getBytes(UTF_8)),
        in(4, new ProtoWriter().text(1, "sha256:b").number(2, 1).text(3, "JSONArgsRecommended: use JSON")));
  }

  @Test
  void aReportIsStepsOutputAndWarnings() {
    Told told = buildKit().reports(report());
    assertEquals("sha256:a COMPLETE* [1/2] FROM busybox; sha256:b RUNNING [2/2] RUN make; sha256:c WAITING exporting",
        told.steps());
    BuildStep first = told.trace.steps().get(0);
    assertEquals(Instant.ofEpochSecond(BEGAN), first.started());
    assertEquals(Instant.ofEpochSecond(BEGAN + 1, 5), first.completed());
    assertNull(told.trace.steps().get(2).started());
    assertEquals("sha256:b:made it\nsha256:b!:oops\n", told.printed());
    assertEquals("made it\noops\n", told.trace.output("sha256:b"));
    assertEquals(List.of("JSONArgsRecommended: use JSON"), told.trace.warnings());
  }

  @Test
  void aCharacterThatIsCutOffIsToldAtTheEnd() {
    byte[] cut = {'c', 'a', 'f', (byte) 0xc3};
    Told told = buildKit().reports(all(vertex("sha256:b", "[2/2] RUN make", v -> v), log("sha256:b", 1, cut)));
    assertEquals("sha256:b:caf", told.printed());
    told.trace.succeeded();
    assertEquals("sha256:b:caf\ufffd", told.printed());
    told.trace.failed("oops");
    assertEquals("sha256:b:caf\ufffd", told.printed());
  }

  @Test
  void theSameReportAgainIsNoChange() {
    Told told = buildKit().reports(vertex("a", "RUN x", v -> v)).reports(vertex("a", "RUN x", v -> v));
    assertEquals(1, told.changes.size());
    assertEquals("a WAITING RUN x; a RUNNING RUN x",
        told.reports(vertex("a", "RUN x", v -> v.bytes(5, time(BEGAN, 0)))).changes());
  }

  @Test
  void anErrorIsAFailureAndTheOthersAreCancelled() {
    String code = "process \"/bin/sh -c false\" did not complete successfully: exit code: 1";
    Told told = buildKit()
        .reports(all(
            vertex("a", "RUN false", v -> v.bytes(5, time(BEGAN, 0)).bytes(6, time(BEGAN + 1, 0)).text(7, code)),
            vertex("b", "RUN sleep", v -> v.bytes(5, time(BEGAN, 0))),
            vertex("c", "RUN true", v -> v.bytes(5, time(BEGAN, 0)).text(7, "rpc error: context canceled")),
            vertex("d", "RUN after", v -> v)));
    told.trace.failed("");
    assertEquals("a FAILED RUN false; b CANCELLED RUN sleep; c CANCELLED RUN true; d WAITING RUN after",
        told.steps());
    assertEquals(code, told.trace.failedStep("failed to solve: " + code).error());
    assertEquals(1, BuildTrace.exitCode(code));
  }

  @Test
  void aCharacterMayBeInTwoReportsAndTheStreamsDoNotMix() {
    byte[] ship = "🚢".getBytes(UTF_8);
    Told told = buildKit();
    for (byte each : ship) {
      told.reports(log("a", 1, new byte[] {each})).reports(log("a", 2, new byte[] {each}))
          .reports(log("b", 1, new byte[] {each}));
    }
    assertEquals("a:🚢a!:🚢b:🚢", told.printed());
  }

  @Test
  void everyPrefixOfAReportIsBorne() {
    byte[] report = report();
    for (int length = 0; length < report.length; length++) {
      Told told = buildKit().reports(Arrays.copyOf(report, length));
      assertTrue(told.trace.steps().size() <= 3, told::steps);
      // What comes after it is still read.
      told.reports(vertex("z", "RUN later", v -> v));
      assertTrue(told.steps().endsWith("z WAITING RUN later"), told::steps);
    }
  }

  @Test
  void everyChangedByteOfAReportIsBorne() {
    byte[] report = report();
    Random random = new Random(5);
    for (int at = 0; at < report.length; at++) {
      byte[] changed = report.clone();
      changed[at] ^= (byte) (1 + random.nextInt(255));
      assertTrue(buildKit().reports(changed).reports(report).trace.steps().size() >= 3);
    }
  }

  @Test
  void garbageIsNoReport() {
    Told told = buildKit();
    for (Object aux : List.of("", "!!!", "AAAA=", "====", "€", 5, 5.5, true, List.of(), List.of("CgA="), Map.of("a", 1),
        Base64.getEncoder().encodeToString(new byte[] {0x0a, -1, -1, -1, -1, 7}))) {
      told.reports(aux);
    }
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = new byte[random.nextInt(80)];
      random.nextBytes(garbage);
      told.reports(garbage);
    }
    told.reports(report());
    assertTrue(told.steps().contains("sha256:b RUNNING [2/2] RUN make"), told::steps);
  }

  @Test
  void timesBeyondTheCalendarAreBorne() {
    Told told = buildKit();
    for (long seconds : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0}) {
      for (long nanos : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
        told.reports(vertex(seconds + " " + nanos, "RUN x", v -> v.bytes(5, time(seconds, nanos))));
      }
    }
    told.reports(vertex("a", "RUN x", v -> v));
    assertTrue(told.steps().endsWith("a WAITING RUN x"), told::steps);
  }

  @Test
  void sizesThatCannotBeAreBorne() {
    Told told = buildKit();
    String layer = "sha256:" + "0123456789ab".repeat(5) + "cdef";
    for (long size : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
      told.reports(in(2, new ProtoWriter().text(1, layer).number(4, size).number(5, 1)));
      told.reports(in(2, new ProtoWriter().text(1, layer).number(4, 1).number(5, size)));
    }
    assertEquals(List.of(), told.changes);
  }

  @Test
  void ofThousandsOfStepsAndWarningsNotAllAreKept() {
    Told told = buildKit();
    for (int i = 0; i < 11_000; i++) {
      told.reports(all(vertex("step" + i, "RUN x", v -> v), in(4, new ProtoWriter().text(3, "w" + i))));
    }
    assertEquals(5000, told.trace.steps().size());
    assertEquals(5000, told.trace.warnings().size());
    told.reports(vertex("step5", "RUN x", v -> v.bytes(5, time(BEGAN, 0))));
    assertEquals(BuildStep.State.RUNNING, told.trace.steps().get(5).state());
  }

  @Test
  void ofTheOutputOfThousandsOfStepsOnlyTheLastIsKept() {
    Told told = buildKit();
    byte[] much = "x".repeat(100_000).getBytes(UTF_8);
    for (int step = 0; step < 1500; step++) {
      told.reports(log("step" + step, 1, much));
      told.output.clear();
    }
    long kept = 0;
    for (int step = 0; step < 1500; step++) {
      kept += told.trace.output("step" + step).length();
    }
    assertEquals(32 * 64 * 1024, kept);
    assertEquals(64 * 1024, told.trace.output("step1499").length());
  }

  @Test
  void whatACompletedStepPrintedIsForgotten() {
    Told told = buildKit().reports(log("a", 1, "x".getBytes(UTF_8)));
    assertEquals("x", told.trace.output("a"));
    told.reports(vertex("a", "RUN x", v -> v.bytes(5, time(BEGAN, 0)).bytes(6, time(BEGAN, 0))));
    assertEquals("", told.trace.output("a"));
  }

  @Test
  void whatHasNoNameIsBorne() {
    Told told = buildKit().reports(in(1, new ProtoWriter())).reports(in(2, new ProtoWriter()))
        .reports(in(3, new ProtoWriter())).reports(in(4, new ProtoWriter()));
    assertEquals(" WAITING ", told.steps());
    assertEquals(List.of(), told.output);
  }
}
