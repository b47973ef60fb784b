package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.contract.Chaos.Outcome;
import io.longshore.contract.Chaos.Seen;
import io.longshore.contract.Chaos.Way;
import io.longshore.embedded.Fault;
import io.longshore.error.AnswerLostException;
import io.longshore.error.ArchiveException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.file.ContainerFiles;
import io.longshore.stream.ByteStream;
import io.longshore.stream.StreamEnd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What copies files out of a container, and into it, meets every fault: no part may be taken for the whole. */
@Timeout(90)
class ChaosFilesTest {
  private static final int ALWAYS = 1000;
  private static final String ARCHIVE = "/containers/*/archive";
  private static final Map<String, String> FOLDER = Map.of("a", "first\n", "b", "second\n", "c", "third\n");

  /** Inside the content of a first file, whose header comes before it. */
  private static final int MIDDLE = 515;

  /** Far fewer over a port, where the bytes are the same ones, and for copies, which write to a disk. */
  private static final int STEP = 97;
  private static final int STEP_OF_COPIES = 11;

  @TempDir
  private Path temporary;
  private int copies;

  /** Reads from a container. */
  enum Out {
    READ {
      @Override
      void run(ContainerFiles files, Path target, Seen seen) {
        seen.read.append(new String(files.read("/data/a"), UTF_8));
      }
    },
    OPEN {
      @Override
      void run(ContainerFiles files, Path target, Seen seen) throws IOException {
        try (ByteStream file = files.open("/data/a")) {
          seen.end = file::end;
          InputStream in = file.inputStream();
          for (int next = in.read(); next >= 0; next = in.read()) {
            seen.read.append((char) next);
          }
        }
      }
    },
    COPY_FILE {
      @Override
      void run(ContainerFiles files, Path target, Seen seen) {
        seen.read.append(text(files.copyFrom("/data/a", target)));
      }
    },
    COPY_FOLDER {
      @Override
      void run(ContainerFiles files, Path target, Seen seen) {
        seen.read.append(texts(files.copyFrom("/data", target)));
      }
    };

    abstract void run(ContainerFiles files, Path target, Seen seen) throws IOException;
  }

  /** Writes into a container. */
  enum In {
    WRITE {
      @Override
      void run(ContainerFiles files, Path source) {
        files.write("/data/new", "new\n".getBytes(UTF_8));
      }
    },
    WRITE_STREAM {
      @Override
      void run(ContainerFiles files, Path source) {
        files.write("/data/new", new ByteArrayInputStream("new\n".getBytes(UTF_8)), 4);
      }
    },
    COPY {
      @Override
      void run(ContainerFiles files, Path source) {
        files.copyTo(source, "/data/new");
      }
    },
    EXTRACT {
      @Override
      void run(ContainerFiles files, Path source) {
        files.extract("/data", new Tar().file("new", "new\n").stream());
      }
    };

    abstract void run(ContainerFiles files, Path source);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a folder by their names, with their contents. */
  private static Map<String, String> texts(Path folder) {
    Map<String, String> found = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> found.put(file.getFileName().toString(), text(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private Path fresh() {
    return temporary.resolve("copy" + copies++);
  }

  private static Container withFiles(Chaos chaos) {
    Container made = chaos.patient.containers().create(o -> o.image(Programs.IMAGE));
    Tar tar = new Tar().folder("data");
    new TreeMap<>(FOLDER).forEach((name, content) -> tar.file("data/" + name, content));
    made.files().extract("/", tar.stream());
    return made;
  }

  private static Outcome run(Chaos chaos, Container from, Out out, Path target) {
    return chaos.drive((now, seen) -> out.run(now.here(from).files(), target, seen));
  }

  /** What came before a failure is good: a beginning of a stream, and whole files in a folder. */
  private static void assertNothingLooksComplete(Out out, Outcome outcome, Path target) {
    switch (out) {
      case READ -> assertEquals("", outcome.read());
      case OPEN -> assertTrue(FOLDER.get("a").startsWith(outcome.read()), outcome::toString);
      case COPY_FILE -> assertTrue(!Files.exists(target) || FOLDER.get("a").equals(text(target)), outcome::toString);
      case COPY_FOLDER ->
        texts(target).forEach((name, content) -> assertEquals(FOLDER.get(name), content, () -> name + ": " + outcome));
    }
  }

  private static Map<Fault, Class<? extends Throwable>> faults() {
    return Map.of(
        Fault.cutAfter(MIDDLE), StreamException.class,
        Fault.resetAfter(MIDDLE), StreamException.class,
        Fault.brokenChunkAfter(MIDDLE), StreamException.class,
        Fault.stallAfter(MIDDLE), DeadlineException.class,
        // A header that is none.
        Fault.brokenFrameAfter(0), ArchiveException.class,
        Fault.answerLate(Duration.ofHours(1)).times(ALWAYS), DeadlineException.class,
        Fault.answer(500, "no space left on device").times(ALWAYS), ServerErrorException.class,
        Fault.closeWithoutAnswer().times(ALWAYS), ConnectionException.class,
        Fault.loseAnswer().times(ALWAYS), ConnectionException.class);
  }

  static Stream<Arguments> outRows() {
    return Stream.of(Way.values()).flatMap(way -> Stream.of(Out.values()).map(out -> Arguments.of(way, out)));
  }

  @ParameterizedTest
  @MethodSource("outRows")
  void everyFaultOfAnArchiveIsTold(Way way, Out out) {
    try (Chaos chaos = Chaos.start(way)) {
      Container from = withFiles(chaos);
      String whole = run(chaos, from, out, fresh()).read();
      assertTrue(whole.contains("first"), whole);
      chaos.inject(Fault.answerLate(Duration.ofMillis(100)).on("GET", ARCHIVE));
      assertEquals(whole, run(chaos, from, out, fresh()).read());
      chaos.hasty();
      faults()
          .forEach(
              (fault, wanted) -> {
                chaos.inject(fault.on("GET", ARCHIVE));
                Path target = fresh();
                Outcome outcome = run(chaos, from, out, target);
                assertInstanceOf(wanted, outcome.failure(), () -> fault + ": " + outcome);
                if (outcome.failure() instanceof StreamException broken) {
                  assertEquals(StreamEnd.TRUNCATED, broken.end(), fault::toString);
                }
                if (outcome.end() != null) {
                  Chaos.assertEnd(StreamEnd.TRUNCATED, outcome);
                }
                assertNothingLooksComplete(out, outcome, target);
                chaos.engine.clearFaults();
              });
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @MethodSource("outRows")
  void manyBytesOfAnArchive(Way way, Out out) {
    boolean copies = out == Out.COPY_FILE || out == Out.COPY_FOLDER;
    cutEvery(way == Way.UNIX ? copies ? STEP_OF_COPIES : 1 : STEP, way, out);
  }

  @Tag("heavy")
  @ParameterizedTest
  @MethodSource("outRows")
  void everyByteOfAnArchive(Way way, Out out) {
    cutEvery(1, way, out);
  }

  private void cutEvery(int step, Way way, Out out) {
    try (Chaos chaos = Chaos.start(way)) {
      Container from = withFiles(chaos);
      String whole = run(chaos, from, out, fresh()).read();
      int cuts = 0;
      for (int n = 0;; n += step) {
        int at = n;
        chaos.inject(Fault.cutAfter(n).on("GET", ARCHIVE));
        Path target = fresh();
        Outcome outcome = run(chaos, from, out, target);
        if (outcome.failure() == null) {
          assertTrue(outcome.isGood(whole), () -> at + ": " + outcome);
          break;
        }
        StreamException told = assertInstanceOf(StreamException.class, outcome.failure(), () -> at + ": " + outcome);
        assertEquals(StreamEnd.TRUNCATED, told.end(), () -> at + ": " + outcome);
        assertNothingLooksComplete(out, outcome, target);
        cuts++;
      }
      // A header, a block of content and the end's two blocks are the least.
      assertTrue(cuts * step >= 4 * 512, "only " + cuts + " cuts");
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionAfterAPathMeetsEveryFault(Way way) {
    try (Chaos chaos = Chaos.start(way)) {
      Container from = withFiles(chaos);
      Map<Fault, @Nullable Class<? extends Throwable>> faults = new LinkedHashMap<>();
      faults.put(Fault.answerLate(Duration.ofMillis(50)), null);
      faults.put(Fault.answer(500, "no").times(ALWAYS), ServerErrorException.class);
      faults.put(Fault.closeWithoutAnswer().times(ALWAYS), ConnectionException.class);
      faults.put(Fault.loseAnswer().times(ALWAYS), ConnectionException.class);
      faults.put(Fault.answerLate(Duration.ofHours(1)).times(ALWAYS), DeadlineException.class);
      chaos.hasty();
      faults.forEach(
          (fault, wanted) -> {
            chaos.inject(fault.on("HEAD", ARCHIVE));
            Outcome outcome = chaos
                .drive((now, seen) -> seen.read.append(now.here(from).files().stat("/data/a").size()));
            if (wanted == null) {
              assertTrue(outcome.isGood("6"), outcome::toString);
            } else {
              assertInstanceOf(wanted, outcome.failure(), () -> fault + ": " + outcome);
            }
            chaos.engine.clearFaults();
          });
      chaos.assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenMeetsEveryFault(Way way) throws IOException {
    Path source = Files.writeString(temporary.resolve("source"), "new\n");
    try (Chaos chaos = Chaos.start(way)) {
      for (In in : In.values()) {
        Map<Fault, Class<? extends Throwable>> notDone = Map.of(
            Fault.answer(500, "no space left on device"), ServerErrorException.class,
            Fault.closeWithoutAnswer(), AnswerLostException.class,
            Fault.answerLate(Duration.ofHours(1)), DeadlineException.class);
        notDone.forEach((fault, wanted) -> assertWritten(chaos, in, source, fault, wanted, false));
        assertWritten(chaos, in, source, Fault.answerLate(Duration.ofMillis(50)), null, true);
        assertWritten(chaos, in, source, Fault.loseAnswer(), AnswerLostException.class, true);
      }
      chaos.assertUnharmed();
    }
  }

  private static void assertWritten(
      Chaos chaos, In in, Path source, Fault fault, @Nullable Class<? extends Throwable> wanted, boolean done) {
    Container to = withFiles(chaos);
    chaos.hasty();
    chaos.inject(fault.on("PUT", ARCHIVE));
    Outcome outcome = chaos.drive((now, seen) -> in.run(now.here(to).files(), source));
    if (wanted == null) {
      assertNull(outcome.failure(), () -> in + " " + fault + ": " + outcome);
    } else {
      assertInstanceOf(wanted, outcome.failure(), () -> in + " " + fault + ": " + outcome);
    }
    List<String> there = new ArrayList<>(List.of("a", "b", "c"));
    if (done) {
      there.add("new");
      assertEquals("new\n", new String(to.files().read("/data/new"), UTF_8));
    }
    Path copy = source.resolveSibling(to.id());
    assertEquals(there, List.copyOf(texts(to.files().copyFrom("/data", copy)).keySet()), () -> in + " " + fault);
  }
}
