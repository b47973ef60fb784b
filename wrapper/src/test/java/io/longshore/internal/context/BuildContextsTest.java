package io.longshore.internal.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ArchiveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the tables of contexts cannot hold: changes while it is sent, and what the docker command does not do. */
@Timeout(60)
class BuildContextsTest {
  @TempDir
  Path place;

  private Path context;

  @BeforeEach
  void make() throws IOException {
    place = place.toRealPath();
    context = Files.createDirectory(place.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch");
  }

  private static byte[] archive(BuildContext context) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    context.writeTo(bytes, count -> {});
    return bytes.toByteArray();
  }

  private List<String> names(Path dockerfile) throws IOException {
    return SentEntry.read(archive(BuildContext.of(context, dockerfile))).stream().map(SentEntry::name).toList();
  }

  /** What it throws if something happens once the first large file is being sent. */
  private ArchiveException failure(ContextStep change) throws IOException {
    Files.write(context.resolve("a"), new byte[1_000_000]);
    Files.writeString(context.resolve("b"), "b");
    BuildContext built = BuildContext.of(context, null);
    boolean[] changed = {false};
    ByteArrayOutputStream out = new ByteArrayOutputStream() {
      @Override
      public synchronized void write(byte[] bytes, int offset, int length) {
        super.write(bytes, offset, length);
        if (!changed[0]) {
          changed[0] = true;
          change.run();
        }
      }
    };
    return assertThrows(ArchiveException.class, () -> built.writeTo(out, count -> {}));
  }

  @FunctionalInterface
  private interface ContextStep {
    void take() throws IOException;

    default void run() {
      try {
        take();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aFileThatShrinksIsNamed() throws IOException {
    ArchiveException e = failure(() -> Files.write(context.resolve("a"), new byte[1]));
    assertEquals(context.resolve("a").toString(), e.entry());
    assertTrue(e.getMessage().contains("changed its size"), e::getMessage);
  }

  @Test
  void aFileThatGrowsIsNamed() throws IOException {
    ArchiveException e = failure(() -> Files.write(context.resolve("a"), new byte[2_000_000]));
    assertEquals(context.resolve("a").toString(), e.entry());
    assertTrue(e.getMessage().contains("changed its size"), e::getMessage);
  }

  @Test
  void aFileThatVanishesIsNamed() throws IOException {
    ArchiveException e = failure(() -> Files.delete(context.resolve("b")));
    assertEquals("'" + context.resolve("b") + "' cannot be read: the file does not exist", e.getMessage());
  }

  @Test
  void anArchiveCanBeWrittenAgain() throws IOException {
    Files.createDirectories(context.resolve("d/e"));
    BuildContext built = BuildContext.of(context, null);
    assertArrayEquals(archive(built), archive(built));
  }

  @Test
  void theIgnoreFileOfADockerfileComesFirst() throws IOException {
    Files.writeString(context.resolve("a"), "");
    Files.writeString(context.resolve("b"), "");
    Files.writeString(context.resolve(".dockerignore"), "a");
    Files.writeString(context.resolve("Other"), "");
    Files.writeString(context.resolve("Other.dockerignore"), "b\n*ther\n.*");
    assertEquals(List.of(".dockerignore", "Dockerfile", "Other", "Other.dockerignore", "b"), names(null));
    assertEquals(
        List.of(".dockerignore", "Dockerfile", "Other", "Other.dockerignore", "a"), names(context.resolve("Other")));
  }

  @Test
  void soDoesTheOneBesideADockerfileOutside() throws IOException {
    Files.writeString(context.resolve("a"), "");
    Path outside = Files.writeString(place.resolve("Outside"), "FROM a");
    Files.writeString(place.resolve("Outside.dockerignore"), "a");
    BuildContext built = BuildContext.of(context, outside);
    List<SentEntry> sent = SentEntry.read(archive(built));
    assertEquals(List.of("Dockerfile", ".dockerignore", ".dockerfile.RANDOM"),
        sent.stream().map(SentEntry::name).toList());
    assertEquals(".dockerignore\n.dockerfile.RANDOM\n", sent.get(1).content());
    assertEquals("FROM a", sent.get(2).content());
    assertTrue(built.dockerfile().matches("\\.dockerfile\\.[0-9a-f]{20}"), built::dockerfile);
    assertEquals(built.dockerfile(), BuildContext.of(context, outside).dockerfile());
  }

  @Test
  void patternsWithManyAsterisksAreMatchedAtOnce() throws IOException {
    Files.writeString(context.resolve("a".repeat(250)), "");
    Files.writeString(context.resolve(".dockerignore"), "**/x" + "*a".repeat(100) + "b\n" + "**/*a".repeat(50) + "*b");
    assertEquals(List.of(".dockerignore", "Dockerfile", "a".repeat(250)), names(null));
  }

  @Test
  void onWindowsABackslashSeparatesDirectories() {
    List<IgnorePattern> patterns = IgnoreFile.parse(Path.of("x"), "dir\\sub\\\r\n!\\dir\\*.md", true);
    assertEquals(List.of("dir/sub", "dir/*.md"), patterns.stream().map(IgnorePattern::text).toList());
    assertTrue(patterns.get(1).exception());
    assertTrue(patterns.get(1).matches("dir/a.md"));
  }

  @Test
  void anErrorNamesFileAndLine() throws IOException {
    Files.writeString(context.resolve(".dockerignore"), "# first\r\n\r\na[\u0007\r\n");
    ArchiveException e = assertThrows(ArchiveException.class, () -> BuildContext.of(context, null));
    assertEquals(context.resolve(".dockerignore").toString(), e.entry());
    assertEquals("'" + context.resolve(".dockerignore") + "' has an invalid pattern in line 3: 'a[?' has a '[' that"
        + " begins no valid list of characters; write '\\[' to mean the bracket itself", e.getMessage());
  }

  @Test
  void whatIsNotADirectoryOrADockerfileIsRefused() throws IOException {
    Path missing = place.resolve("missing");
    assertEquals("'" + missing + "' cannot be read: the file does not exist",
        assertThrows(ArchiveException.class, () -> BuildContext.of(missing, null)).getMessage());
    Path file = context.resolve("Dockerfile");
    assertEquals("'" + file + "' must be a directory to build from",
        assertThrows(ArchiveException.class, () -> BuildContext.of(file, null)).getMessage());
    assertEquals("'" + context + "' must be a Dockerfile, and is not a file",
        assertThrows(ArchiveException.class, () -> BuildContext.of(context, context)).getMessage());
    Files.write(context.resolve(".dockerignore"), new byte[8 * 1024 * 1024 + 1]);
    assertTrue(assertThrows(ArchiveException.class, () -> BuildContext.of(context, null)).getMessage()
        .contains("has more than 8 MiB"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aNameThatIsNotUtf8CanBeIgnored() throws IOException, InterruptedException {
    ContextTree.run(List.of("sh", "-c", "cd \"$1\" && : > \"x$(printf '\\377')\"", "sh", context.toString()));
    ArchiveException e = assertThrows(ArchiveException.class, () -> archive(BuildContext.of(context, null)));
    assertTrue(e.getMessage().contains("cannot be read in this JVM's locale"), e::getMessage);
    Files.write(context.resolve(".dockerignore"), "x?".getBytes(UTF_8));
    assertEquals(List.of(".dockerignore", "Dockerfile"), names(null));
  }
}
