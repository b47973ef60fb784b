package io.longshore.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this JVM holds of the machine, as far as a client could leak it.
 *
 * @param threads how many threads a client may have started
 * @param descriptors how many descriptors are no files
 * @param sockets how many of the descriptors are connections; an embedded engine's ends of them count too
 */
record Usage(long threads, long descriptors, long sockets) {
  static Usage now() {
    List<String> open = openFiles().stream().filter(Usage::isNoFile).toList();
    return new Usage(
        clientThreads().count(), open.size(), open.stream().filter(target -> target.startsWith("socket:")).count());
  }

  boolean isNoMoreThan(Usage other) {
    return threads <= other.threads && descriptors <= other.descriptors && sockets <= other.sockets;
  }

  private static Stream<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().matches("(OkHttp|Okio|longshore-|contract-).*"))
        // Shared by all clients of the JVM, or the embedded engine's: they wait a minute for more work.
        .filter(t -> !t.getName().matches("OkHttp TaskRunner|Okio Watchdog|longshore-deadlines|longshore-(engine|timer)-.*"));
  }

  /** What each open descriptor is: a path, or something like {@code socket:[4711]}. */
  private static List<String> openFiles() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(Usage::target).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "/gone"; // Closed since it was listed, as the one that listed them was.
    }
  }

  /** Files are jars, which the JVM opens when it first needs them. */
  private static boolean isNoFile(String target) {
    return !target.startsWith("/");
  }

  static String describe() {
    return clientThreads().map(Thread::getName).sorted().toList()
        + "\n"
        + openFiles().stream().filter(Usage::isNoFile).sorted().toList();
  }
}
