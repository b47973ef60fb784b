package io.longshore.embedded.internal.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trees that share what they have in common. */
class FileTreeTest {
  private final FileTree base = FileTree.empty(1000);

  private static void write(FileTree tree, String path, String content) throws IOException {
    try (OutputStream out = tree.write(path, false, Owner.ROOT)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(FileTree tree, String path) throws IOException {
    return new String(tree.read(path).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aForkChangesAlone() throws IOException {
    MountedTree.of(base).makeFolders("/a/b", 0755, Owner.ROOT);
    write(base, "/a/one", "first");
    base.makeName("/a/one", "/a/b/two");
    FileTree left = base.fork(1000);
    FileTree right = base.fork(1000);
    try (OutputStream out = left.write("/a/b/two", true, Owner.ROOT)) {
      out.write('!');
    }
    right.remove("/a/one");
    right.rename("/a/b", "/c");
    assertEquals("first", read(base, "/a/one"));
    assertEquals("first!", read(left, "/a/one"), "both names are one file");
    assertEquals("first", read(right, "/c/two"));
    assertEquals(1, right.stat("/c/two").links());
    assertEquals(2, base.stat("/a/one").links());
    assertEquals(List.of("b", "one"), left.list("/a"));
    assertEquals(List.of(), right.list("/a"));
  }

  @Test
  void anOpenFileOutlivesItsName() throws IOException {
    write(base, "/f", "image's");
    for (FileTree tree : List.of(base.fork(1000), base)) {
      write(tree, "/f", "kept");
      InputStream in = tree.read("/f");
      OutputStream out = tree.write("/f", true, Owner.ROOT);
      tree.remove("/f");
      write(tree, "/f", "other");
      out.write('!');
      assertEquals("kept!", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals("other", read(tree, "/f"));
    }
  }

  @Test
  void whatIsRemovedMakesRoom() throws IOException {
    FileTree tree = base.fork(10);
    write(tree, "/a", "12345");
    assertEquals(
        FileError.Kind.NO_SPACE, assertThrows(FileError.class, () -> write(tree, "/b", "123456")).kind());
    tree.makeName("/a", "/c");
    tree.remove("/a");
    assertThrows(FileError.class, () -> write(tree, "/b", "123456"), "the other name keeps it");
    tree.remove("/c");
    write(tree, "/b", "1234567890");
    tree.resize("/b", 3);
    write(tree, "/c", "1234567");
    write(tree, "/c", "7654321");
    assertThrows(FileError.class, () -> tree.resize("/b", 4));
    assertEquals("123", read(tree, "/b"));
  }

  @Test
  void whatCannotBe() throws IOException {
    MountedTree.of(base).makeFolders("/a/b", 0755, Owner.ROOT);
    write(base, "/f", "");
    assertEquals(FileError.Kind.INVALID, assertThrows(FileError.class, () -> FileTree.empty(0).remove("/")).kind());
    assertEquals(FileError.Kind.INVALID, assertThrows(FileError.class, () -> base.rename("/a", "/a/b/c")).kind());
    assertEquals(FileError.Kind.IS_A_FOLDER, assertThrows(FileError.class, () -> base.rename("/f", "/a")).kind());
    assertEquals(FileError.Kind.NOT_A_FOLDER, assertThrows(FileError.class, () -> base.rename("/a", "/f")).kind());
    assertEquals(FileError.Kind.NOT_PERMITTED, assertThrows(FileError.class, () -> base.makeName("/a", "/x")).kind());
    assertEquals(FileError.Kind.NOT_EMPTY, assertThrows(FileError.class, () -> base.remove("/a")).kind());
  }

  @Test
  void contentIsWhatWasWritten() {
    Random random = new Random(7);
    byte[] expected = new byte[0];
    Content content = new Content();
    Content copy = content.copy();
    byte[] copied = expected;
    for (int step = 0; step < 400; step++) {
      if (random.nextInt(4) == 0) {
        int size = random.nextInt(300_000);
        content.resize(size);
        expected = Arrays.copyOf(expected, size);
      } else {
        byte[] data = new byte[random.nextInt(step % 2 == 0 ? 200 : 150_000)];
        random.nextBytes(data);
        int at = random.nextInt(expected.length + 1000);
        content.write(at, data, 0, data.length);
        if (data.length > 0) {
          expected = Arrays.copyOf(expected, Math.max(expected.length, at + data.length));
          System.arraycopy(data, 0, expected, at, data.length);
        } else {
          expected = Arrays.copyOf(expected, (int) content.size());
        }
      }
      assertArrayEquals(expected, all(content), "after step " + step);
      assertArrayEquals(copied, all(copy), "a copy after step " + step);
      if (random.nextInt(5) == 0) {
        copy = content.copy();
        copied = expected.clone();
      }
    }
  }

  private static byte[] all(Content content) {
    byte[] bytes = new byte[(int) content.size()];
    int position = 0;
    while (position < bytes.length) {
      position += content.read(position, bytes, position, bytes.length - position);
    }
    assertEquals(-1, content.read(position, bytes, 0, 1));
    return bytes;
  }
}
