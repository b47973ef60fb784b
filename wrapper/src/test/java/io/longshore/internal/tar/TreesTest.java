package io.longshore.internal.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ArchiveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local trees through an archive and back. */
class TreesTest {
  private static final TreeExtractor.Rules RULES = new TreeExtractor.Rules(false, false, Long.MAX_VALUE, 1000);

  @TempDir
  Path place;

  private Path source;

  @BeforeEach
  void make() throws IOException {
    place = place.toRealPath();
    source = Files.createDirectory(place.resolve("source"));
  }

  private static byte[] archive(Path source, boolean follow) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(source, follow, bytes);
    return bytes.toByteArray();
  }

  private static void write(Path source, boolean follow, OutputStream out) throws IOException {
    TarWriter tar = new TarWriter(out, count -> {});
    new TreeWriter(tar, follow, Owner.ROOT).addContent(source);
    tar.finish();
  }

  private Path roundTrip(boolean follow) throws IOException {
    Path copy = Files.createDirectory(place.resolve("copy"));
    TreeExtractor.content(Archive.reader(archive(source, follow)), copy, true, RULES);
    return copy;
  }

  @Test
  void modesTimesAndEmptyFoldersComeBack() throws IOException {
    Path folder = Files.createDirectories(source.resolve("a/b"));
    Files.writeString(folder.resolve("file"), "x");
    Files.setPosixFilePermissions(folder.resolve("file"), PosixFilePermissions.fromString("r-x-w---x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    FileTime time = FileTime.from(Instant.parse("1999-12-31T23:59:59.1234567Z"));
    Files.setLastModifiedTime(folder.resolve("file"), time);
    Files.setLastModifiedTime(folder, time);
    Files.setLastModifiedTime(source.resolve("a"), FileTime.from(Instant.parse("2200-01-01T00:00:00Z")));
    Path copy = roundTrip(false);
    assertEquals("r-x-w---x", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("a/b/file"))));
    assertEquals("r-xr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("a/b"))));
    assertEquals(time, Files.getLastModifiedTime(copy.resolve("a/b/file")));
    assertEquals(time, Files.getLastModifiedTime(copy.resolve("a/b")));
    assertEquals(Instant.parse("2200-01-01T00:00:00Z"), Files.getLastModifiedTime(copy.resolve("a")).toInstant());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(copy.resolve("a/b"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 1_000_000})
  void contentOfAnySizeComesBack(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(source.resolve("file"), content);
    assertArrayEquals(content, Files.readAllBytes(roundTrip(false).resolve("file")));
  }

  @ParameterizedTest
  @ValueSource(longs = {128 * 1024, 10 * 128 * 1024, 10 * 128 * 1024 + 5})
  void zerosBecomeHoles(long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(source.resolve("file").toFile(), "rw")) {
      file.setLength(size);
    }
    Files.writeString(source.resolve("island"), "\0".repeat(500_000) + "x" + "\0".repeat(500_000));
    Path copy = roundTrip(false);
    assertEquals(-1, Files.mismatch(source.resolve("file"), copy.resolve("file")));
    assertEquals(-1, Files.mismatch(source.resolve("island"), copy.resolve("island")));
  }

  @Test
  void linksAreKeptOrFollowed() throws IOException {
    Files.createDirectory(source.resolve("folder"));
    Files.writeString(source.resolve("folder/file"), "x");
    Files.createSymbolicLink(source.resolve("to-folder"), Path.of("folder"));
    Files.createSymbolicLink(source.resolve("folder/to-file"), Path.of("file"));
    Path kept = roundTrip(false);
    assertEquals(Path.of("folder"), Files.readSymbolicLink(kept.resolve("to-folder")));
    assertEquals(Path.of("file"), Files.readSymbolicLink(kept.resolve("folder/to-file")));
    Files.move(kept, place.resolve("kept"));
    Path followed = roundTrip(true);
    assertEquals("x", Files.readString(followed.resolve("to-folder/to-file")));
    assertFalse(Files.isSymbolicLink(followed.resolve("to-folder")));
    assertFalse(Files.isSymbolicLink(followed.resolve("folder/to-file")));
  }

  @Test
  void followingACircleIsRefused() throws IOException {
    Files.createDirectory(source.resolve("folder"));
    Files.createSymbolicLink(source.resolve("folder/up"), Path.of(".."));
    ArchiveException e = assertThrows(ArchiveException.class, () -> archive(source, true));
    assertTrue(e.getMessage().contains("never ends"), e::getMessage);
    archive(source, false);
  }

  @Test
  void followingALinkToNothingIsRefused() throws IOException {
    Files.createSymbolicLink(source.resolve("link"), Path.of("nothing"));
    ArchiveException e = assertThrows(ArchiveException.class, () -> archive(source, true));
    assertEquals(NoSuchFileException.class, e.getCause().getClass());
    assertTrue(e.getMessage().contains("link to a path that does not exist"), e::getMessage);
  }

  @Test
  void namesOfOneFileStayThat() throws IOException {
    Files.writeString(source.resolve("one"), "x");
    Files.createLink(source.resolve("two"), source.resolve("one"));
    Path copy = roundTrip(false);
    assertTrue(Files.isSameFile(copy.resolve("one"), copy.resolve("two")));
  }

  @Test
  void socketsAreLeftOut() throws IOException {
    Files.writeString(source.resolve("file"), "x");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(source.resolve("socket")));
      Path copy = roundTrip(false);
      assertTrue(Files.exists(copy.resolve("file")));
      assertFalse(Files.exists(copy.resolve("socket")));
    }
  }

  @Test
  void aSocketAsTheSourceIsRefused() throws IOException {
    Path path = source.resolve("socket");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      TreeWriter tree = new TreeWriter(new TarWriter(OutputStream.nullOutputStream(), count -> {}), false, Owner.ROOT);
      ArchiveException e = assertThrows(ArchiveException.class, () -> tree.add(path, "socket"));
      assertTrue(e.getMessage().contains("is a socket"), e::getMessage);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileWithoutAFixedSizeIsAnErrorThatSaysSo() {
    TreeWriter tree = new TreeWriter(new TarWriter(OutputStream.nullOutputStream(), count -> {}), false, Owner.ROOT);
    ArchiveException e = assertThrows(ArchiveException.class, () -> tree.add(Path.of("/proc/version"), "version"));
    assertTrue(e.getMessage().contains("has no fixed size"), e::getMessage);
  }

  @Test
  void aFileThatGrowsOrShrinksWhileItIsReadIsAnError() throws IOException {
    Path file = source.resolve("file");
    for (long size : new long[] {10, 2_000_000}) {
      Files.write(file, new byte[1_000_000]);
      ArchiveException e = assertThrows(
          ArchiveException.class,
          () -> write(source, false, atFirstByte(() -> resize(file, size))));
      assertTrue(e.getMessage().contains("changed its size"), e::getMessage);
      assertEquals(file.toString(), e.entry());
    }
  }

  private static OutputStream atFirstByte(Runnable action) {
    return new OutputStream() {
      private boolean done;

      @Override
      public void write(int b) {
        if (!done) {
          done = true;
          action.run();
        }
      }
    };
  }

  private static void resize(Path file, long size) {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(size);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void numbersLargerThanTheHeadersFieldsAreWritten() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long size = 9L * 1024 * 1024 * 1024;
    TarWriter tar = new TarWriter(bytes, count -> {});
    tar.file("huge", size,
        new TarWriter.Attributes(0644, new Owner(4_000_000_000L, 3_000_000), FileTime.fromMillis(0)));
    tar.write(new byte[100_000], 0, 100_000);
    TarArchiveEntry entry = Archive.reader(bytes.toByteArray()).next();
    assertEquals(size, entry.getSize());
    assertEquals(4_000_000_000L, entry.getLongUserId());
    assertEquals(3_000_000, entry.getLongGroupId());
  }

  @Test
  void manyNamesAreTold() {
    NameSet names = new NameSet();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(names.add("folder/file-" + i));
    }
    for (int i = 0; i < 100_000; i++) {
      assertFalse(names.add("folder/file-" + i));
      assertTrue(names.contains("folder/file-" + i));
    }
    assertFalse(names.contains("folder/file-100000"));
  }
}
