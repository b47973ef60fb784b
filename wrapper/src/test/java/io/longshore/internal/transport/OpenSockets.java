package io.longshore.internal.transport;

import io.longshore.unit.OpenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sockets that this program holds, by the numbers that Linux gives them; none on other systems. */
final class OpenSockets {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path TABLES = Path.of("/proc/self/net");
  private static final String PREFIX = "socket:[";

  static {
    try {
      // The JDK opens one socket for itself with the first channel and keeps it.
      SocketChannel.open().close();
      SocketChannel.open(StandardProtocolFamily.UNIX).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OpenSockets() {}

  static int count() {
    return numbers().size();
  }

  /** What the kernel knows of each: its addresses, and how far its connection is. */
  static List<String> described() {
    List<String> numbers = numbers();
    List<String> known = new ArrayList<>();
    for (String table : List.of("unix", "tcp", "tcp6", "udp", "udp6", "netlink", "packet")) {
      try (Stream<String> lines = Files.lines(TABLES.resolve(table))) {
        lines
            .filter(line -> numbers.stream().anyMatch(number -> List.of(line.strip().split(" +")).contains(number)))
            .forEach(line -> known.add(table + ": " + line.strip()));
      } catch (IOException e) {
        known.add(table + ": " + e);
      }
    }
    return known;
  }

  private static List<String> numbers() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return List.of();
    }
    return OpenFiles.targets().stream()
        .filter(target -> target.startsWith(PREFIX))
        .map(target -> target.substring(PREFIX.length(), target.length() - 1))
        .toList();
  }
}
