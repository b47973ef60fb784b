package io.longshore.contract;

import io.longshore.unit.OpenFiles;
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
    List<String> open = OpenFiles.targets().stream().filter(Usage::isNoFile).toList();
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
        .filter(t -> !t.getName()
            .matches("OkHttp TaskRunner|Okio Watchdog|longshore-deadlines|longshore-(engine|timer)-.*"));
  }

  /** Files are jars, which the JVM opens when it first needs them. */
  private static boolean isNoFile(String target) {
    return !target.startsWith("/");
  }

  static String describe() {
    return clientThreads().map(Thread::getName).sorted().toList()
        + "\n"
        + OpenFiles.targets().stream().filter(Usage::isNoFile).sorted().toList();
  }
}
