package io.longshore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a thread of ours or an open connection. JUnit finds it by itself, as META-INF/services
 * of a module's tests says. Classes have to run one after the other: what another one uses would look like a leftover.
 */
public final class NoLeftovers implements BeforeAllCallback, AfterAllCallback {
  /**
   * A parameter of junit-platform.properties: a pattern for the names of threads that outlive a class, such as those of
   * a shared engine.
   */
  private static final String SHARED = "longshore.shared.threads";

  private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NoLeftovers.class);
  private static final Path PROC = Path.of("/proc/self");
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  /** What is closed may need another thread to notice it; nothing that ends takes this long. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** What there was before: the numbers of threads and of sockets. */
  private record Before(Set<Long> threads, Set<String> sockets) {}

  static {
    try {
      // The JDK opens one socket for itself with the first channel and keeps it.
      SocketChannel.open().close();
      SocketChannel.open(StandardProtocolFamily.UNIX).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (isOutermost(context)) {
      Set<Long> threads = ours(context).map(Thread::getId).collect(Collectors.toSet());
      context.getStore(NAMESPACE).put(context.getUniqueId(), new Before(threads, sockets()));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    Before before = context.getStore(NAMESPACE).get(context.getUniqueId(), Before.class);
    if (before == null) {
      return;
    }
    long start = System.nanoTime();
    List<String> left = left(context, before);
    while (!left.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.sleep(20);
      left = left(context, before);
    }
    if (!left.isEmpty()) {
      throw new AssertionError(
          context.getDisplayName() + " leaves " + left + "; close every client, stream and session");
    }
  }

  private static boolean isOutermost(ExtensionContext context) {
    return context.getTestClass().map(type -> type.getEnclosingClass() == null).orElse(false);
  }

  private static List<String> left(ExtensionContext context, Before before) {
    Stream<String> threads = ours(context).filter(thread -> !before.threads.contains(thread.getId()))
        .map(thread -> "thread " + thread.getName());
    Set<String> sockets = sockets();
    sockets.removeAll(before.sockets);
    return Stream.concat(threads, sockets.stream().flatMap(NoLeftovers::connection)).toList();
  }

  private static Stream<Thread> ours(ExtensionContext context) {
    String shared = context.getConfigurationParameter(SHARED).orElse("");
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("longshore-") && !thread.getName().matches(shared));
  }

  /** The numbers that Linux gives them; none on other systems. */
  private static Set<String> sockets() {
    Set<String> numbers = new TreeSet<>();
    if (Files.isDirectory(PROC.resolve("fd"))) {
      try (Stream<Path> open = Files.list(PROC.resolve("fd"))) {
        open.map(NoLeftovers::target).map(SOCKET::matcher).filter(found -> found.matches())
            .forEach(found -> numbers.add(found.group(1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return numbers;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed since it was listed.
    }
  }

  /**
   * What the kernel says of a connection; nothing of a socket that listens, as that of an engine which many classes
   * use.
   */
  private static Stream<String> connection(String number) {
    for (String table : List.of("unix", "tcp", "tcp6")) {
      try (Stream<String> lines = Files.lines(PROC.resolve("net").resolve(table))) {
        List<String> found = lines.filter(line -> List.of(line.strip().split(" +")).contains(number)).toList();
        if (!found.isEmpty()) {
          String[] columns = found.get(0).strip().split(" +");
          boolean listens = table.equals("unix") ? columns[3].equals("00010000") : columns[3].equals("0A");
          return listens ? Stream.empty() : Stream.of(table + " connection " + found.get(0).strip());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Stream.empty();
  }
}
