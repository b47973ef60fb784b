package io.longshore.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketCheckTest {
  @TempDir
  Path directory;

  @Test
  void aListeningSocketIsFine() throws IOException {
    Path file = directory.resolve("s");
    try (ServerSocketChannel server = listen(file)) {
      assertTrue(server.isOpen());
      assertEquals(Optional.empty(), why("unix://" + file));
    }
    assertEquals(Optional.empty(), why("unix://" + file), "nobody listens: connecting will tell");
  }

  @Test
  void aLinkToASocketIsFine() throws IOException {
    Path file = directory.resolve("s");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertReason("is a link to a file that does not exist", link);
    try (ServerSocketChannel server = listen(file)) {
      assertTrue(server.isOpen());
      assertEquals(Optional.empty(), why("unix://" + link));
    }
  }

  @Test
  void filesThatAreNoSockets() throws IOException {
    assertReason("does not exist", directory.resolve("none"));
    assertReason("does not exist", directory.resolve("none/none"));
    assertReason("is a directory, not a socket", directory);
    Path plain = Files.createFile(directory.resolve("plain"));
    assertReason("is a file, but not a socket", plain);
    assertReason("cannot be looked at", plain.resolve("below"));
    assertReason("is a file, but not a socket", Path.of("/dev/null"));
  }

  @Test
  void namesTooLongForTheFileSystem() {
    assertReason("cannot be looked at", directory.resolve("x".repeat(5000)));
  }

  @Test
  void missingPermission() throws IOException {
    Path file = directory.resolve("s");
    try (ServerSocketChannel server = listen(file)) {
      assertTrue(server.isOpen());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
      assumeFalse(Files.isWritable(file), "root may use any socket");
      assertReason("no permission to use", file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w--w--w-"));
      assertEquals(Optional.empty(), why("unix://" + file), "connecting needs no read permission");
    }
  }

  @Test
  void otherAddressesAreNotJudged() {
    assertEquals(Optional.empty(), why("tcp://nowhere.invalid:1"));
    assertEquals(Optional.empty(), why("ssh://nowhere.invalid"));
    assertEquals(Optional.empty(), why("npipe:////./pipe/x"));
  }

  private static void assertReason(String expected, Path file) {
    String reason = why("unix://" + file).orElseThrow();
    assertTrue(reason.contains(expected), reason);
    assertTrue(reason.contains(file.toString()), reason);
  }

  private static Optional<String> why(String host) {
    return SocketCheck.whyUnusable(new Candidate("test", host, null));
  }

  private static ServerSocketChannel listen(Path file) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return server.bind(UnixDomainSocketAddress.of(file));
  }
}
