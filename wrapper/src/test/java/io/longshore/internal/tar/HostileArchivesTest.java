package io.longshore.internal.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ArchiveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of a container that tries to write elsewhere: each is refused, and nothing outside the target changes. */
class HostileArchivesTest {
  private static final TreeExtractor.Rules RULES = new TreeExtractor.Rules(false, false, Long.MAX_VALUE, 1000);

  @TempDir
  Path place;

  private Path target;
  private Path outside;

  @BeforeEach
  void make() throws IOException {
    place = place.toRealPath();
    target = Files.createDirectory(place.resolve("target"));
    outside = Files.createDirectory(place.resolve("outside"));
    Files.writeString(outside.resolve("victim"), "untouched");
  }

  /** Everything beside the target, with its content. */
  private Map<String, String> surroundings() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.filter(p -> !p.startsWith(target) && !p.equals(place)).toList()) {
        found.put(
            place.relativize(path).toString(),
            Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? Files.readString(path) + Files.getPosixFilePermissions(path) + Files.getAttribute(path, "unix:nlink")
                : "");
      }
    }
    return found;
  }

  private ArchiveException refused(byte[] archive, TreeExtractor.Rules rules) throws IOException {
    Map<String, String> before = surroundings();
    ArchiveException refused = assertThrows(
        ArchiveException.class, () -> TreeExtractor.content(Archive.reader(archive), target, true, rules));
    assertEquals(before, surroundings());
    return refused;
  }

  private ArchiveException refused(Archive archive, String why) throws IOException {
    ArchiveException refused = refused(archive.whole(), RULES);
    assertTrue(refused.getMessage().contains(why), refused::getMessage);
    return refused;
  }

  private void extract(Archive archive) {
    TreeExtractor.content(archive.reader(), target, true, RULES);
  }

  @Test
  void absoluteNames() throws IOException {
    ArchiveException e = refused(new Archive().file(outside + "/new", "x"), "absolute name");
    assertEquals(outside + "/new", e.entry());
    refused(new Archive().folder(outside + "/new/"), "absolute name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside/new", "a/../../outside/new", "./../outside/new", "a/b/..", ".."})
  void namesThatGoUp(String name) throws IOException {
    refused(new Archive().file(name, "x"), "'..'");
    refused(new Archive().folder(name), "'..'");
    refused(new Archive().link(name, "x"), "'..'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/etc/passwd", "..", "../outside", "a/../../outside", "a/../b", "./../outside",
      "a/b/../../.."})
  void linksThatLeaveTheTarget(String to) throws IOException {
    ArchiveException e = refused(new Archive().folder("./").link("./link", to), "leaves the target");
    assertTrue(e.getMessage().contains("keepOutsideLinks()"), e::getMessage);
    assertFalse(Files.exists(target.resolve("link"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void linksThatLeaveTheTargetFromBelow() throws IOException {
    refused(new Archive().folder("a/").folder("a/b/").link("a/b/link", "../../../outside"), "leaves the target");
    extract(new Archive().folder("c/").link("c/link", "../elsewhere/in/it").link("here", "./c/link"));
    assertEquals(Path.of("../elsewhere/in/it"), Files.readSymbolicLink(target.resolve("c/link")));
  }

  @Test
  void writingThroughALinkOfTheArchive() throws IOException {
    TreeExtractor.Rules keep = new TreeExtractor.Rules(false, true, Long.MAX_VALUE, 1000);
    Archive into = new Archive().link("link", outside.toString()).file("link/new", "x");
    assertTrue(refused(into.whole(), keep).getMessage().contains("nothing is written through links"));
    Archive folder = new Archive().link("door", outside.toString()).folder("door/").file("door/new", "x");
    assertTrue(refused(folder.whole(), keep).getMessage().contains("nothing is written through links"));
    Archive twice = new Archive().link("twice", outside + "/victim").file("twice", "x");
    assertTrue(refused(twice.whole(), keep).getMessage().contains("twice"));
  }

  @Test
  void writingThroughALinkThatWasThere() throws IOException {
    Files.createSymbolicLink(target.resolve("door"), outside);
    refused(new Archive().file("door/new", "x"), "nothing is written through links");
    refused(new Archive().folder("door/"), "nothing is written through links");
    refused(new Archive().file("door/victim", "x"), "nothing is written through links");
  }

  @Test
  void aLinkInPlaceOfAFileIsReplacedAndNotFollowed() throws IOException {
    Files.createSymbolicLink(target.resolve("file"), outside.resolve("victim"));
    Map<String, String> before = surroundings();
    extract(new Archive().file("file", "mine"));
    assertEquals(before, surroundings());
    assertEquals("mine", Files.readString(target.resolve("file")));
    assertFalse(Files.isSymbolicLink(target.resolve("file")));
  }

  @Test
  void aFileWithNamesElsewhereIsReplacedAndNotOverwritten() throws IOException {
    Files.createLink(target.resolve("file"), outside.resolve("victim"));
    extract(new Archive().file("file", "mine"));
    assertEquals("untouched", Files.readString(outside.resolve("victim")));
    assertEquals("mine", Files.readString(target.resolve("file")));
  }

  @Test
  void hardLinksToElsewhere() throws IOException {
    refused(new Archive().hardLink("steal", outside + "/victim"), "absolute name");
    refused(new Archive().hardLink("steal", "../outside/victim"), "'..'");
    refused(new Archive().hardLink("steal", "never-came"), "did not come before");
    Files.writeString(target.resolve("own"), "was here before");
    refused(new Archive().hardLink("steal", "own"), "did not come before");
    Files.createSymbolicLink(target.resolve("door"), outside);
    refused(new Archive().hardLink("steal", "door/victim"), "did not come before");
  }

  @Test
  void aHardLinkToALinkThatWouldLeaveTheTargetFromItsPlace() throws IOException {
    refused(new Archive().folder("a/").link("a/link", "../x").hardLink("moved", "a/link"), "leaves the target");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
  void devicesAndPipes(byte type) throws IOException {
    refused(new Archive().kind("device", type), "device or a pipe");
  }

  @Test
  void unknownKinds() throws IOException {
    refused(new Archive().kind("odd", (byte) 'Z'), "is of an unknown kind");
  }

  @Test
  void namesThatComeTwice() throws IOException {
    refused(new Archive().file("a", "1").file("./a", "2"), "twice");
    refused(new Archive().file("b", "1").link("b", "a"), "twice");
    refused(new Archive().file("c", "1").hardLink("c", "c"), "twice");
    refused(new Archive().folder("d/").file("d", "1"), "there is a directory");
    refused(new Archive().file("e", "1").folder("e/"), "which is a file");
    extract(new Archive().folder("again/").file("again/x", "1").folder("again/").file("again/y", "2"));
    assertEquals("2", Files.readString(target.resolve("again/y")));
  }

  @Test
  void moreThanTheLimits() throws IOException {
    TreeExtractor.Rules few = new TreeExtractor.Rules(false, false, 10, 3);
    ArchiveException bytes = refused(new Archive().file("a", "12345").file("b", "123456").whole(), few);
    assertTrue(bytes.getMessage().contains("maxBytes"), bytes::getMessage);
    assertFalse(Files.exists(target.resolve("b")));
    ArchiveException entries = refused(
        new Archive().folder("1/").folder("1/2/").folder("1/2/3/").folder("1/2/3/4/").whole(), few);
    assertTrue(entries.getMessage().contains("maxEntries"), entries::getMessage);
    TreeExtractor.content(new Archive().folder("x/").file("y", "12345").file("z", "12345").reader(), target, true, few);
  }

  @Test
  void aSizeThatNoFileHas() throws IOException {
    byte[] archive = new Archive().file("huge", "").whole();
    // Binary, as GNU tar writes large numbers: 2^62.
    Arrays.fill(archive, 124, 136, (byte) 0);
    archive[124] = (byte) 0x80;
    archive[128] = 0x40;
    refused(Archive.checksummed(archive), new TreeExtractor.Rules(false, false, 1L << 40, 1000));
    assertFalse(Files.exists(target.resolve("huge")));
  }

  @Test
  void aHeaderThatNeverEnds() throws IOException {
    byte[] name = new byte[3_000_000];
    Arrays.fill(name, (byte) 'n');
    Archive archive = new Archive().add("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, "", name, entry -> {});
    refused(archive.file("short", "x"), "header of more than 1 MiB");
  }

  @Test
  void archivesThatEndEarly() throws IOException {
    byte[] whole = new Archive().file("a", "some content").file("b", "more").whole();
    for (int length = 0; length < whole.length - 512; length += 128) {
      refused(Arrays.copyOf(whole, length), RULES);
    }
  }

  @Test
  void noArchiveAtAll() throws IOException {
    byte[] noise = new byte[4096];
    Arrays.fill(noise, (byte) 0xa5);
    refused(noise, RULES);
  }

  @Test
  void setuidIsNotGivenToThisUsersFiles() throws IOException {
    extract(new Archive().add("s", TarConstants.LF_NORMAL, "", new byte[0], entry -> entry.setMode(07777)));
    assertEquals(0777, (Integer) Files.getAttribute(target.resolve("s"), "unix:mode") & 07777);
  }

  @Test
  void aSingleFileStaysOneFileUnderTheNameThatWasAskedFor() throws IOException {
    TreeExtractor.single(new Archive().file("whatever", "x").reader(), target, "name", RULES);
    assertEquals("x", Files.readString(target.resolve("name")));
    for (Archive archive : new Archive[] {
        new Archive().file("../up", "x"),
        new Archive().folder("folder/"),
        new Archive().file("a", "x").file("b", "x"),
        new Archive().link("link", "../outside/victim"),
        new Archive()
    }) {
      Map<String, String> before = surroundings();
      assertThrows(ArchiveException.class, () -> TreeExtractor.single(archive.reader(), target, "name2", RULES));
      assertEquals(before, surroundings());
    }
  }
}
