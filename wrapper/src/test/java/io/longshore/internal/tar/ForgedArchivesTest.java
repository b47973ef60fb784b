package io.longshore.internal.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.internal.stream.ByteSource;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives whose headers lie about what follows, or cost more than they say; and what is left of a copy that fails. */
@Timeout(120)
class ForgedArchivesTest {
  private static final TreeExtractor.Rules RULES = new TreeExtractor.Rules(false, false, Long.MAX_VALUE, 1000);
  private static final int RECORD = 512;
  private static final int SIZE = 124;
  private static final int KIND = 156;

  @TempDir
  Path place;

  private Path target;

  @BeforeEach
  void make() throws IOException {
    target = Files.createDirectory(place.toRealPath().resolve("target"));
  }

  private ArchiveException refused(byte[] archive, TreeExtractor.Rules rules, String why) {
    ArchiveException refused = assertThrows(ArchiveException.class,
        () -> TreeExtractor.content(Archive.reader(archive), target, true, rules));
    assertTrue(refused.getMessage().contains(why), refused::getMessage);
    return refused;
  }

  private void refused(Archive archive, String why) throws IOException {
    refused(archive.whole(), RULES, why);
    assertEquals(Set.of(), names());
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(target)) {
      return new HashSet<>(all.filter(p -> !p.equals(target)).map(p -> target.relativize(p).toString()).toList());
    }
  }

  @Test
  void attributesForTheWholeArchive() throws IOException {
    byte[] archive = new Archive().pax("comment=whatever").file("a", "x").whole();
    archive[KIND] = TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER;
    refused(Archive.checksummed(archive), RULES, "attributes for the whole archive");
    assertEquals(Set.of(), names());
  }

  @Test
  void filesWithHolesInTheArchive() throws IOException {
    String map = IntStream.range(0, 60_000).mapToObj(i -> 2 * i + ",1").collect(Collectors.joining(","));
    refused(
        new Archive().pax("GNU.sparse.size=120000", "GNU.sparse.numblocks=60000", "GNU.sparse.map=" + map).file("a",
            "x"),
        "with holes");
    refused(new Archive().pax("GNU.sparse.size=2000").file("a", "x").file("b", "y"), "with holes");
    refused(new Archive().pax("GNU.sparse.realsize=2000").file("a", "x"), "");
    refused(new Archive().kind("a", TarConstants.LF_GNUTYPE_SPARSE), "with holes");
  }

  @Test
  void headersWhoseChecksumIsWrong() throws IOException {
    byte[] archive = new Archive().file("a", "x").whole();
    archive[0] = 'b';
    refused(archive, RULES, "checksum is wrong");
    refused(new Archive().pax("size=1").file("a", "x".repeat(600)).whole(), RULES, "checksum is wrong");
    assertEquals(Set.of("a"), names());
    byte[] attributes = new Archive().pax("path=b").file("c", "x").whole();
    attributes[0] = 'z';
    refused(attributes, RULES, "checksum is wrong");
  }

  @Test
  void filesWithTheNameOfAFolder() throws IOException {
    refused(new Archive().pax("path=x/").file("x", "12345"), "has the name of a directory");
    refused(new Archive().pax("path=x/").link("x", "y"), "has the name of a directory");
  }

  @Test
  void contentOfWhatIsNoFile() throws IOException {
    for (Archive archive : new Archive[] {
        new Archive().folder("d/"), new Archive().link("l", "x"), new Archive().hardLink("h", "l"),
    }) {
      byte[] header = archive.withoutEnd();
      System.arraycopy("00000001000".getBytes(StandardCharsets.US_ASCII), 0, header, SIZE, 11);
      // Cut behind zeros that look like an end.
      refused(Arrays.copyOf(Archive.checksummed(header), header.length + RECORD), RULES,
          "is not a file but has content");
      assertEquals(Set.of(), names());
    }
  }

  @Test
  void anythingAfterTheEnd() {
    for (int place : new int[] {RECORD, RECORD + 1, 2 * RECORD, 100_000}) {
      byte[] archive = new Archive().file("a", "x").withoutEnd();
      byte[] longer = Arrays.copyOf(archive, archive.length + place + 1);
      longer[archive.length + place] = 1;
      refused(longer, RULES, "something follows");
    }
  }

  @Test
  void foldersThatHaveNoEntryCount() throws IOException {
    Archive archive = new Archive();
    for (int i = 0; i < 9; i++) {
      archive.file("r" + i + "/a/a/a/a/a/a/a/a/a/a/a/f", "");
    }
    refused(archive.whole(), new TreeExtractor.Rules(false, false, Long.MAX_VALUE, 10), "maxEntries");
    assertTrue(names().size() <= 10, () -> "made more than the limit");
  }

  @Test
  void namesThatAreNotUtf8() throws IOException {
    refused(new Archive().pax("path=caf\u00e9").file("caf", "x"), "not UTF-8");
    refused(new Archive().pax("path=caf\u00e9/").folder("caf/"), "not UTF-8");
    refused(new Archive().pax("linkpath=caf\u00e9").link("l", "caf"), "not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967295", "4294967296", "-1"})
  void ownersThatNoFileHas(String id) {
    TreeExtractor.Rules owners = new TreeExtractor.Rules(true, false, Long.MAX_VALUE, 1000);
    refused(new Archive().pax("uid=" + id).file("a", "x").whole(), owners, "");
    refused(new Archive().pax("gid=" + id).file("a", "x").whole(), owners, "");
    assertFalse(Files.exists(target.resolve("a")));
  }

  @Test
  void aFileIsReplacedOnlyByAWholeOne() throws IOException {
    Files.writeString(target.resolve("kept"), "precious");
    byte[] archive = new Archive().file("kept", "x".repeat(200_000)).whole();
    refused(Arrays.copyOf(archive, 150_000), RULES, "cut off");
    assertEquals("precious", Files.readString(target.resolve("kept")));
    refused(Arrays.copyOf(new Archive().file("new", "x".repeat(200_000)).whole(), 150_000), RULES, "cut off");
    assertEquals(Set.of("kept"), names());
    TreeExtractor.content(Archive.reader(archive), target, true, RULES);
    assertEquals(200_000, Files.size(target.resolve("kept")));
    TreeExtractor.content(new Archive().link("kept", "elsewhere").reader(), target, true, RULES);
    assertTrue(Files.isSymbolicLink(target.resolve("kept")));
    assertEquals(Set.of("kept"), names());
  }

  @Test
  void whatIsNeitherFileNorLinkIsNotReplaced() throws IOException {
    Path path = target.resolve("socket");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      refused(new Archive().file("socket", "x").whole(), RULES, "does not replace the");
      refused(new Archive().link("socket", "x").whole(), RULES, "does not replace the");
      assertTrue(Files.exists(path) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    }
  }

  @Test
  void foldersAreForNobodyElseUntilTheyAreWhole() throws IOException {
    Path folder = target.resolve("d");
    Set<String> seen = new HashSet<>();
    byte[] archive = new Archive().folder("d/").file("d/f", "x".repeat(100_000)).whole();
    ByteSource watched = new Watched(archive, () -> Files.exists(folder) ? seen.add(mode(folder)) : false);
    TreeExtractor.content(new TarReader(watched), target, true, RULES);
    assertEquals(Set.of("rwx------"), seen);
    assertEquals("rwxr-xr-x", mode(folder));
  }

  @Test
  void foldersGetTheirModesEvenWhenTheCopyFails() throws IOException {
    refused(new Archive().folder("d/").folder("d/e/").file("../x", "x").whole(), RULES, "'..'");
    assertEquals("rwxr-xr-x", mode(target.resolve("d")));
    assertEquals("rwxr-xr-x", mode(target.resolve("d/e")));
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLinkThatIsTheSourceItselfCanBeFollowed() {
    ArchiveException e = assertThrows(
        ArchiveException.class,
        () -> TreeExtractor.single(new Archive().link("localtime", "/usr/zone").reader(), target, "localtime", RULES));
    assertTrue(e.getMessage().contains("followLinks()"), e::getMessage);
  }

  @Test
  void namesAreToldByAKeyThatNobodyKnows() {
    assertNotEquals(new NameSet().hash("a name"), new NameSet().hash("a name"));
    NameSet names = new NameSet();
    for (String name : new String[] {"", "\0", "\0\0", "a", "a\0", "abcd", "abcda", "bcda", "\0\0\0\0"}) {
      assertTrue(names.add(name), name);
    }
  }

  @Test
  void whatHeadersHoldIsNotKept() throws IOException {
    String said = OtherJvm.run(
        place.resolve("output"), "C.UTF-8", "-Xmx64m", DeepFolders.class,
        Files.createDirectory(place.resolve("deep")).toString());
    assertEquals("done\n", said);
  }

  /** Folders in folders, each with almost a megabyte of attributes. */
  static final class DeepFolders {
    private static final int DEPTH = 200;

    private DeepFolders() {}

    public static void main(String[] arguments) throws IOException {
      String comment = "comment=" + "c".repeat(900_000);
      int[] depth = {0};
      ByteSource source = new Pieces(
          () -> {
            depth[0]++;
            return depth[0] <= DEPTH
                ? new Archive().pax(comment, "path=" + "a/".repeat(depth[0])).folder("a/").withoutEnd()
                : depth[0] == DEPTH + 1 ? new byte[2 * RECORD] : null;
          });
      TreeExtractor.content(new TarReader(source), Path.of(arguments[0]).toRealPath(), true, RULES);
      System.out.println("done");
    }
  }

  private static class Pieces implements ByteSource {
    private final Supplier<byte[]> next;
    private Archive.Bytes piece = new Archive.Bytes(new byte[0]);

    Pieces(Supplier<byte[]> next) {
      this.next = next;
    }

    @Override
    public String contentType() {
      return "";
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = piece.read(into, offset, length);
      if (count >= 0) {
        return count;
      }
      byte[] bytes = next.get();
      if (bytes == null) {
        return -1;
      }
      piece = new Archive.Bytes(bytes);
      return piece.read(into, offset, length);
    }

    @Override
    public DockerException truncated(String reason) {
      return piece.truncated(reason);
    }

    @Override
    public DockerException failed(String reason) {
      return piece.failed(reason);
    }

    @Override
    public void close() {}
  }

  /** Looks at something before every piece. */
  private static final class Watched extends Pieces {
    Watched(byte[] bytes, Supplier<Boolean> look) {
      super(
          new Supplier<>() {
            private int position;

            @Override
            public byte[] get() {
              look.get();
              int from = position;
              position = Math.min(bytes.length, from + 10 * RECORD);
              return from == position ? null : Arrays.copyOfRange(bytes, from, position);
            }
          });
    }
  }
}
