package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.ArchiveException;
import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.file.ContainerFiles;
import io.longshore.file.PathStat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copying files into and out of containers, and reading and writing them there. */
class CopyTest extends EveryWayTest {
  private static final Instant THEN = Instant.parse("2001-02-03T04:05:06Z");

  @TempDir
  Path local;

  private Container container;
  private ContainerFiles files;

  private void begin() {
    container = run(Programs.forever());
    files = container.files();
  }

  private Path file(String name, String content) {
    try {
      Path file = local.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String text(String path) {
    return new String(files.read(path), StandardCharsets.UTF_8);
  }

  /** A folder with a file of its own mode and time, a folder in it, an empty one and a link. */
  private Path tree() throws IOException {
    Path tree = local.resolve("tree");
    Path script = file("tree/bin/run", "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
    file("tree/note", "a note");
    Files.createDirectory(tree.resolve("empty"));
    Files.createSymbolicLink(tree.resolve("bin/link"), Path.of("../note"));
    Files.setPosixFilePermissions(tree.resolve("empty"), PosixFilePermissions.fromString("rwxrwx---"));
    for (String name : new String[] {"bin/run", "note", "bin", "empty", ""}) {
      Files.setLastModifiedTime(tree.resolve(name), FileTime.from(THEN));
    }
    return tree;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private void assertIsTree(Path copy) throws IOException {
    assertEquals("#!/bin/sh\n", Files.readString(copy.resolve("bin/run")));
    assertEquals("rwxr-x--x", mode(copy.resolve("bin/run")));
    assertEquals("a note", Files.readString(copy.resolve("note")));
    assertEquals("rwxrwx---", mode(copy.resolve("empty")));
    assertEquals(Path.of("../note"), Files.readSymbolicLink(copy.resolve("bin/link")));
    for (String name : new String[] {"bin/run", "note", "bin", "empty", ""}) {
      assertEquals(FileTime.from(THEN), Files.getLastModifiedTime(copy.resolve(name)), name);
    }
    try (Stream<Path> all = Files.walk(copy)) {
      assertEquals(6, all.count());
    }
  }

  @Test
  void aFileGetsTheNameOfTheTargetOrGoesIntoItWhenItIsAFolder() {
    begin();
    Path note = file("note", "one");
    container.files().copyTo(note, "/tmp/renamed");
    container.files().copyTo(note, "/tmp");
    container.files().copyTo(note, "/tmp/");
    container.files().copyTo(note, "tmp/relative");
    assertEquals("one", text("/tmp/renamed"));
    assertEquals("one", text("/tmp/note"));
    assertEquals("one", text("/tmp/relative"));
    container.files().copyTo(file("note", "two"), "/tmp/renamed");
    assertEquals("two", text("/tmp/renamed"));
    assertEquals("two", container.exec("cat", "/tmp/renamed").stdout());
  }

  @Test
  void aFileComesOutUnderTheNameOfTheTargetOrIntoItWhenItIsAFolder() throws IOException {
    begin();
    files.write("/tmp/note", bytes("out"));
    assertEquals(local.toRealPath().resolve("renamed"),
        container.files().copyFrom("/tmp/note", local.resolve("renamed")));
    assertEquals(local.toRealPath().resolve("note"), container.files().copyFrom("/tmp/note", local));
    assertEquals("out", Files.readString(local.resolve("renamed")));
    assertEquals("out", Files.readString(local.resolve("note")));
    files.write("/tmp/note", bytes("again"));
    container.files().copyFrom("/tmp/note", local.resolve("renamed"));
    assertEquals("again", Files.readString(local.resolve("renamed")));
  }

  @Test
  void aFolderGoesInAndComesOutAsItWas() throws IOException {
    begin();
    Path tree = tree();
    container.files().copyTo(tree, "/tmp/new");
    container.files().copyTo(tree, "/tmp");
    assertEquals("a note", text("/tmp/tree/note"));
    assertEquals("../note\n", container.exec("readlink", "/tmp/new/bin/link").stdout());
    assertIsTree(container.files().copyFrom("/tmp/new", local.resolve("out")));
    assertIsTree(container.files().copyFrom("/tmp/tree", Files.createDirectory(local.resolve("into"))));
    assertEquals("a note", Files.readString(local.resolve("into/tree/note")));
  }

  @Test
  void aDotMeansTheContentOfAFolder() throws IOException {
    begin();
    Path tree = tree();
    container.files().copyTo(tree.resolve("."), "/tmp");
    assertEquals("a note", text("/tmp/note"));
    assertTrue(files.stat("/tmp/empty").isDirectory());
    container.files().copyTo(tree.resolve("."), "/tmp/made");
    assertEquals("a note", text("/tmp/made/note"));
    Path out = Files.createDirectory(local.resolve("out"));
    assertEquals(out.toRealPath(), container.files().copyFrom("/tmp/made/.", out));
    assertEquals("a note", Files.readString(out.resolve("note")));
    assertIsTree(container.files().copyFrom("/tmp/made/.", local.resolve("fresh")));
  }

  @Test
  void linksStayLinksOrAreFollowed() throws IOException {
    begin();
    Path note = file("note", "linked");
    Path link = Files.createSymbolicLink(local.resolve("link"), Path.of("note"));
    container.files().copyTo(link, "/tmp");
    PathStat stat = files.stat("/tmp/link");
    assertTrue(stat.isLink());
    assertEquals("/tmp/note", stat.linkTarget());
    files.copyTo(link, "/tmp/followed", options -> options.followLinks());
    assertTrue(files.stat("/tmp/followed").isFile());

    container.files().copyTo(note, "/tmp/link");
    assertTrue(files.stat("/tmp/link").isLink(), "the target's link was not followed");
    assertEquals("linked", text("/tmp/note"));
    assertEquals("linked", text("/tmp/link"));

    Path out = Files.createDirectory(local.resolve("out"));
    container.files().copyFrom("/tmp/link", out);
    assertEquals(Path.of("note"), Files.readSymbolicLink(out.resolve("link")));
    files.copyFrom("/tmp/link", out.resolve("file"), options -> options.followLinks());
    assertEquals("linked", Files.readString(out.resolve("file"), StandardCharsets.UTF_8));
    assertFalse(Files.isSymbolicLink(out.resolve("file")));
  }

  @Test
  void aLinkThatLeavesTheTargetIsRefusedUnlessItIsKept() throws IOException {
    begin();
    Path tree = Files.createDirectory(local.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("passwd"), Path.of("/etc/passwd"));
    container.files().copyTo(tree, "/tmp/tree");
    ArchiveException refused = fails(ArchiveException.class,
        () -> container.files().copyFrom("/tmp/tree", local.resolve("refused")));
    assertTrue(refused.getMessage().contains("keepOutsideLinks()"), refused::getMessage);
    assertFalse(Files.exists(local.resolve("refused/passwd"), LinkOption.NOFOLLOW_LINKS));
    ArchiveException alone = fails(ArchiveException.class, () -> container.files().copyFrom("/tmp/tree/passwd", local));
    assertTrue(alone.getMessage().contains("followLinks()"), alone::getMessage);
    files.copyFrom("/tmp/tree", local.resolve("kept"), options -> options.keepOutsideLinks());
    assertEquals(Path.of("/etc/passwd"), Files.readSymbolicLink(local.resolve("kept/passwd")));
  }

  @Test
  void hardLinksStayNamesOfOneFile() throws IOException {
    begin();
    Path one = file("tree/one", "same");
    Files.createLink(local.resolve("tree/two"), one);
    container.files().copyTo(local.resolve("tree"), "/tmp/tree");
    assertEquals("same", text("/tmp/tree/one"));
    assertEquals("same", text("/tmp/tree/two"));
    Path out = container.files().copyFrom("/tmp/tree", local.resolve("out"));
    assertTrue(Files.isSameFile(out.resolve("one"), out.resolve("two")));
  }

  @Test
  void ownersAreRootUnlessTold() throws IOException {
    begin();
    Path note = file("note", "mine");
    boolean root = System.getProperty("user.name").equals("root");
    if (root) {
      Files.setAttribute(note, "unix:uid", 1234);
      Files.setAttribute(note, "unix:gid", 5678);
    }
    container.files().copyTo(note, "/tmp/default");
    files.copyTo(note, "/tmp/told", options -> options.owner(42, 4_000_000));
    files.copyTo(note, "/tmp/kept", options -> options.keepOwners());
    assertEquals("0 0", owner("/tmp/default"));
    assertEquals("42 4000000", owner("/tmp/told"));
    if (root) {
      assertEquals("1234 5678", owner("/tmp/kept"));
      Path out = files.copyFrom("/tmp/told", local.resolve("out"), options -> options.keepOwners());
      assertEquals(42, Files.getAttribute(out, "unix:uid"));
      assertEquals(4_000_000, Files.getAttribute(out, "unix:gid"));
    }
  }

  private String owner(String path) {
    String[] columns = container.exec("ls", "-ln", path).stdout().trim().split(" +");
    return columns[2] + " " + columns[3];
  }

  @Test
  void namesMayBeLongAndInAnyScript() throws IOException {
    begin();
    String part = "a-name-of-some-length-".repeat(10);
    Path deep = local.resolve("deep");
    Path file = deep.resolve(part).resolve(part).resolve(part).resolve("f".repeat(200));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "long");
    Files.writeString(deep.resolve("häfen ⚓ 港 𝄞"), "script");
    Files.createSymbolicLink(deep.resolve("link"), Path.of(part, part, part, "f".repeat(200)));
    container.files().copyTo(deep, "/tmp/deep");
    assertEquals("script", text("/tmp/deep/häfen ⚓ 港 𝄞"));
    assertEquals("long", text("/tmp/deep/" + deep.relativize(file)));
    Path out = container.files().copyFrom("/tmp/deep", local.resolve("out"));
    assertEquals("long", Files.readString(out.resolve(deep.relativize(file))));
    assertEquals("long", Files.readString(out.resolve("link")));
    assertEquals("script", Files.readString(out.resolve("häfen ⚓ 港 𝄞")));
  }

  @Test
  void namesThatAreNotUtf8AreRefusedAndNotChanged() {
    begin();
    assertEquals(0, container.exec("sh", "-c", "mkdir /tmp/odd && : > /tmp/odd/$(printf 'caf\\351')").exitCode());
    ArchiveException e = fails(ArchiveException.class, () -> container.files().copyFrom("/tmp/odd", local));
    assertTrue(e.getMessage().contains("not UTF-8"), e::getMessage);
  }

  @Test
  void sparseAndEmptyFilesComeBackWhole() throws IOException {
    begin();
    Path sparse = local.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.seek(3_000_000);
      file.write(bytes("island"));
      file.setLength(8_000_000);
    }
    container.files().copyTo(sparse, "/tmp/sparse");
    container.files().copyTo(file("empty", ""), "/tmp/empty");
    assertEquals("8000000", container.exec("wc", "-c", "/tmp/sparse").stdout().split(" ")[0]);
    assertEquals(-1, Files.mismatch(sparse, container.files().copyFrom("/tmp/sparse", local.resolve("sparse out"))));
    assertEquals(0, Files.size(container.files().copyFrom("/tmp/empty", local.resolve("empty out"))));
    assertEquals(0, files.read("/tmp/empty").length);
  }

  @Test
  void statTellsWhatLiesThere() {
    begin();
    files.write("/tmp/note", bytes("12345"), options -> options.mode(04751).modified(THEN));
    assertEquals(new PathStat("note", PathStat.Kind.FILE, 04751, 5, THEN, null), files.stat("/tmp/note"));
    PathStat tmp = files.stat("/tmp");
    assertTrue(tmp.isDirectory());
    assertEquals(01777, tmp.mode());
    assertEquals("tmp", tmp.name());
    assertNull(tmp.linkTarget());
    assertTrue(files.stat("/").isDirectory());
    NotFoundException missing = fails(NotFoundException.class, () -> files.stat("/tmp/missing"));
    assertTrue(missing.getMessage().contains("/tmp/missing"), missing::getMessage);
    fails(ArchiveException.class, () -> files.stat("/tmp/note/"));
  }

  @Test
  void writingAndReadingTakeBytesAndStreams() throws IOException {
    begin();
    byte[] random = new byte[3_000_000];
    new Random(7).nextBytes(random);
    files.write("/tmp/random", random, options -> options.mode(0600).owner(7, 8));
    assertEquals(0600, files.stat("/tmp/random").mode());
    assertEquals("7 8", owner("/tmp/random"));
    assertArrayEquals(random, files.read("/tmp/random"));
    try (var stream = files.open("/tmp/random"); InputStream in = stream.inputStream()) {
      assertArrayEquals(random, in.readAllBytes());
    }
    InputStream longer = new ByteArrayInputStream(random);
    files.write("/tmp/part", longer, 1_000);
    assertEquals(random.length - 1_000, longer.available());
    assertEquals(1_000, files.stat("/tmp/part").size());
    ArchiveException large = fails(ArchiveException.class, () -> files.read("/tmp/part", 999));
    assertTrue(large.getMessage().contains("open("), large::getMessage);
    ArchiveException shorter = fails(ArchiveException.class,
        () -> files.write("/tmp/short", InputStream.nullInputStream(), 1));
    assertTrue(shorter.getMessage().contains("ended after 0"), shorter::getMessage);
    IOException own = new IOException("my disk");
    DockerException broken = fails(DockerException.class, () -> files.write("/tmp/broken", failing(own), 10));
    assertEquals(own, broken.getCause());
  }

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }
    };
  }

  @Test
  void archivesGoInAndOutAsTheyAre() throws IOException {
    begin();
    files.extract("/tmp", new Tar().folder("box").file("box/note", "packed").stream());
    assertEquals("packed", text("/tmp/box/note"));
    byte[] tar;
    try (var archive = files.archive("/tmp/box"); InputStream in = archive.inputStream()) {
      tar = in.readAllBytes();
    }
    assertTrue(new String(tar, StandardCharsets.ISO_8859_1).contains("box/note"));
    files.write("/tmp/file", bytes("x"));
    files.extract("/tmp", new Tar().folder("file").stream());
    assertTrue(files.stat("/tmp/file").isDirectory());
    ArchiveException kept = fails(
        ArchiveException.class,
        () -> files.extract("/tmp", new Tar().file("file", "x").stream(), options -> options.keepKinds()));
    assertTrue(kept.getMessage().contains("cannot overwrite directory"), kept::getMessage);
    fails(NotFoundException.class, () -> files.extract("/nowhere", new Tar().file("f", "x").stream()));
  }

  @Test
  void exportHoldsTheWholeFileSystemAndChangesWhatIsNew() throws IOException {
    begin();
    files.write("/tmp/exported-note", bytes("x"));
    try (var export = container.export(); InputStream in = export.inputStream()) {
      String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(all.contains("tmp/exported-note") && all.contains("etc/passwd"));
    }
    var added = container.changes().stream().filter(change -> "/tmp/exported-note".equals(change.path())).toList();
    assertEquals(1, added.size());
    assertEquals(1, added.get(0).kind());
  }

  @Test
  void filesOfAContainerThatDoesNotRunCanBeCopied() throws IOException {
    container = create(Programs.forever());
    files = container.files();
    container.files().copyTo(file("note", "early"), "/tmp");
    assertEquals("early", Files.readString(container.files().copyFrom("/tmp/note", local.resolve("out"))));
  }

  @Test
  void whatDoesNotFitTogetherIsToldBeforeAnythingIsDone() throws IOException {
    begin();
    Path note = file("note", "x");
    Path tree = tree();
    files.write("/tmp/file", bytes("x"));
    fails(ArchiveException.class, () -> container.files().copyTo(note, "/tmp/missing/"));
    fails(ArchiveException.class, () -> container.files().copyTo(note, "/tmp/file/"));
    fails(ArchiveException.class, () -> container.files().copyTo(tree, "/tmp/file"));
    fails(ArchiveException.class, () -> container.files().copyTo(local.resolve("missing"), "/tmp"));
    fails(ArchiveException.class, () -> container.files().copyFrom("/tmp/file/", local));
    fails(ArchiveException.class, () -> container.files().copyFrom("/tmp", note));
    fails(ArchiveException.class, () -> container.files().copyFrom("/tmp/file", local.resolve("missing/file")));
    fails(NotFoundException.class, () -> container.files().copyFrom("/tmp/missing", local));
    fails(NotFoundException.class, () -> container.files().copyTo(note, "/missing/file"));
    for (String target : new String[] {"/tmp", "/tmp/", "/"}) {
      fails(NotFoundException.class, () -> docker.containers().get("no-such-container").files().copyTo(note, target));
    }
    fails(NotFoundException.class, () -> files.read("/tmp/missing"));
    fails(ArchiveException.class, () -> files.read("/tmp"));
    fails(ArchiveException.class, () -> files.open("/dev"));
    fails(ArchiveException.class, () -> files.write("/tmp", bytes("x")));
    files.extract("/tmp", new Tar().folder("note").stream());
    fails(ArchiveException.class, () -> container.files().copyTo(note, "/tmp"));
    assertThrows(IllegalArgumentException.class, () -> files.stat(""));
    assertThrows(IllegalArgumentException.class, () -> files.read("/tmp/a\0b"));
    assertThrows(IllegalArgumentException.class, () -> container.files().copyTo(note, ""));
    assertThrows(IllegalArgumentException.class, () -> files.write("/tmp/", bytes("x")));
  }

  @Test
  void copyingEndsWhenItsThreadIsInterrupted() throws IOException {
    begin();
    Path large = local.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(256L * 1024 * 1024);
    }
    try (var copy = Background.run(() -> container.files().copyTo(large, "/large"))) {
      copy.awaitBlocked().interrupt();
      assertInstanceOf(CancelledException.class, seen(copy.failure()));
      assertTrue(copy.interruptedAtEnd());
    }
    container.files().copyTo(large, "/large");
    try (var copy = Background.run(() -> container.files().copyFrom("/large", local.resolve("out")))) {
      copy.awaitBlocked().interrupt();
      assertInstanceOf(CancelledException.class, seen(copy.failure()));
      assertTrue(copy.interruptedAtEnd());
    }
  }

  @Test
  void anErrorOfTheEngineComesThroughWhileMuchIsSent() throws IOException {
    begin();
    Path large = local.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(100L * 1024 * 1024);
    }
    for (int i = 0; i < 10; i++) {
      NotFoundException missing = fails(NotFoundException.class,
          () -> container.files().copyTo(large, "/missing/large"));
      assertEquals(404, missing.status());
      assertTrue(missing.engineMessage().contains("/missing"), missing::getMessage);
    }
    assertTrue(files.stat("/tmp").isDirectory());
  }
}
