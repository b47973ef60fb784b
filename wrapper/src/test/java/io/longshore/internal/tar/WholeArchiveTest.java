package io.longshore.internal.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.longshore.error.StreamException;
import io.longshore.stream.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive that passes through is complete when its own end has come, and broken otherwise. */
@Timeout(60)
class WholeArchiveTest {
  private static final int RECORD = 512;
  private static final int SIZE = 124;
  private static final long HUGE = 9L << 30;

  /** Reads through in pieces of a size. */
  private static byte[] through(byte[] archive, int piece) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    WholeArchive whole = new WholeArchive(new Archive.Bytes(archive));
    byte[] buffer = new byte[piece + 3];
    for (int count = whole.read(buffer, 3, piece); count >= 0; count = whole.read(buffer, 3, piece)) {
      passed.write(buffer, 3, count);
    }
    return passed.toByteArray();
  }

  private static StreamEnd endOf(byte[] archive, int piece) {
    return assertThrows(StreamException.class, () -> through(archive, piece)).end();
  }

  private static Archive ordinary() {
    return new Archive()
        .folder("d")
        .file("d/empty", "")
        .file("d/one", "x")
        .file("d/record", "x".repeat(RECORD))
        .file("d/" + "long/".repeat(60) + "name", "y".repeat(1000))
        .link("d/link", "one")
        .hardLink("d/hard", "d/one")
        .kind("d/pipe", TarConstants.LF_FIFO)
        .kind("d/device", TarConstants.LF_CHR)
        .pax("SCHILY.xattr.user.words=12 size=77", "path=d/renamed")
        .file("d/short", "z");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 511, 512, 513, 10_000, 64 * 1024})
  void wholeOnesPassAsTheyAre(int piece) {
    byte[] archive = ordinary().whole();
    assertArrayEquals(archive, through(archive, piece));
    byte[] padded = Arrays.copyOf(archive, archive.length + 20 * RECORD);
    assertArrayEquals(padded, through(padded, piece), "padded to whole blocks, as tar does");
    assertArrayEquals(new Archive().whole(), through(new Archive().whole(), piece), "of nothing");
  }

  @Test
  void noneIsCompleteThatIsCutBeforeItsEnd() {
    byte[] archive = ordinary().whole();
    int marked = archive.length - RECORD;
    for (int cut = 0; cut < marked; cut++) {
      assertEquals(StreamEnd.TRUNCATED, endOf(Arrays.copyOf(archive, cut), 4096), "cut at " + cut);
    }
  }

  @Test
  void zerosInAFileAreNoEnd() {
    byte[] archive = new Archive().file("zeros", "\0".repeat(20 * RECORD)).whole();
    assertEquals(StreamEnd.TRUNCATED, endOf(Arrays.copyOf(archive, 10 * RECORD), 4096));
  }

  @Test
  void aHardLinkHasNoContentWhateverItsSize() {
    Archive archive = new Archive().hardLink("hard", "one");
    byte[] bytes = archive.file("after", "x").whole();
    System.arraycopy("00000001000\0".getBytes(StandardCharsets.US_ASCII), 0, bytes, SIZE, 12);
    through(Archive.checksummed(bytes), 4096);
  }

  /** The two ways to write the size of a file of 8 GiB and more. */
  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.BIGNUMBER_POSIX, TarArchiveOutputStream.BIGNUMBER_STAR})
  void sizesWithoutRoomInAHeaderAreUnderstood(int mode) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    TarArchiveOutputStream tar = new TarArchiveOutputStream(head, RECORD, "UTF-8");
    tar.setBigNumberMode(mode);
    TarArchiveEntry entry = new TarArchiveEntry("huge");
    entry.setSize(HUGE);
    tar.putArchiveEntry(entry);
    tar.flush();
    TarCourse course = new TarCourse();
    assertTrue(course.follow(head.toByteArray(), 0, head.size()));
    byte[] content = new byte[1 << 20];
    // Were the size not understood, a content of zeros would be the end.
    for (long left = HUGE; left > 0; left -= content.length) {
      assertTrue(course.follow(content, 0, content.length));
      assertEquals(false, course.ended());
    }
    byte[] rest = new Archive().file("after", "x").whole();
    assertTrue(course.follow(rest, 0, rest.length));
    assertTrue(course.ended());
  }

  static Stream<byte[]> damaged() {
    byte[] sum = ordinary().whole();
    sum[0] ^= 1;
    byte[] number = new Archive().file("a", "x").whole();
    number[SIZE] = 'x';
    byte[] negative = new Archive().file("a", "x").whole();
    Arrays.fill(negative, SIZE, SIZE + 12, (byte) 0xff);
    byte[] beyond = new Archive().file("a", "x").whole();
    Arrays.fill(beyond, SIZE, SIZE + 12, (byte) 0x7f);
    beyond[SIZE] = (byte) 0x80;
    return Stream.of(
        sum,
        Archive.checksummed(number),
        Archive.checksummed(negative),
        Archive.checksummed(beyond),
        new Archive().pax("size=-1").file("a", "x").whole(),
        new Archive().pax("size=99999999999999999999999999").file("a", "x").whole(),
        Arrays.copyOf("{\"message\": \"boom\"}".getBytes(StandardCharsets.US_ASCII), RECORD));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void damagedOnesFail(byte[] archive) {
    assertEquals(StreamEnd.FAILED, endOf(archive, 64 * 1024));
  }

  /** Whatever attributes say, they cost no memory and end with their entry. */
  @Test
  void attributesThatAreNoneAreHarmless() {
    String[] all = {"", "x", "0 size=1\n", "9999999999999999999999 size=4\n", "3 s\n", "\n\n\n", " ", "7 size=\n"};
    for (String nonsense : all) {
      byte[] words = nonsense.getBytes(StandardCharsets.US_ASCII);
      Archive archive = new Archive().add("x", TarConstants.LF_PAX_EXTENDED_HEADER_LC, "", words, entry -> {});
      through(archive.file("a", "").whole(), 4096);
    }
  }

  /** What GNU tar writes in all its formats, with holes too; nothing but tar knows them better. */
  @Test
  void theFormatsOfTarPass(@TempDir Path place) throws IOException {
    assumeTrue(tool("tar", "--version").startsWith("tar (GNU tar)"), "only GNU tar writes all of them");
    Path source = Files.createDirectory(place.resolve("source"));
    Files.writeString(source.resolve("n".repeat(200)), "long name");
    Files.createSymbolicLink(source.resolve("link"), Path.of("t".repeat(200)));
    Files.createLink(source.resolve("hard"), source.resolve("n".repeat(200)));
    try (var holes = new RandomAccessFile(source.resolve("holes").toFile(), "rw")) {
      for (int i = 0; i < 60; i++) {
        holes.seek(i * 200_000L);
        holes.write(new byte[] {1, 2, 3});
      }
    }
    Map<String, String[]> formats = Map.of(
        "gnu", new String[] {"--format=gnu", "-S"},
        "oldgnu", new String[] {"--format=oldgnu", "-S"},
        "pax 0.0", new String[] {"--format=pax", "-S", "--sparse-version=0.0"},
        "pax 0.1", new String[] {"--format=pax", "-S", "--sparse-version=0.1"},
        "pax 1.0", new String[] {"--format=pax", "-S", "--sparse-version=1.0"},
        "incremental", new String[] {"--format=gnu", "-S", "-g", place.resolve("snapshot").toString()},
        "labelled", new String[] {"--format=gnu", "-V", "label"});
    formats.forEach(
        (name, options) -> {
          byte[] archive = tar(place, options);
          assertArrayEquals(archive, through(archive, 1000), name);
          assertEquals(StreamEnd.TRUNCATED, endOf(Arrays.copyOf(archive, lastContent(archive)), 1000), name);
        });
  }

  /** Where the zeros at the end begin, in whole records. */
  private static int lastContent(byte[] archive) {
    int end = archive.length;
    while (archive[end - 1] == 0) {
      end--;
    }
    return (end + RECORD - 1) / RECORD * RECORD;
  }

  private static byte[] tar(Path place, String... options) {
    try {
      Path file = Files.createTempFile(place, "archive", ".tar");
      List<String> command = new ArrayList<>(List.of("tar", "-c", "-f", file.toString()));
      command.addAll(List.of(options));
      command.addAll(List.of("-C", place.toString(), "source"));
      tool(command.toArray(String[]::new));
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tool(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), said);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
