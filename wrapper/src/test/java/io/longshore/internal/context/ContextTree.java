package io.longshore.internal.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the tree of a case. */
public final class ContextTree {
  private static final int USUAL_SIZE = 5;
  private static final String USUAL_TIME = "1700000000";

  private final Path context;
  private final Map<String, List<String>> touched = new TreeMap<>();
  private final Map<Path, Integer> modes = new TreeMap<>();

  private ContextTree(Path context) {
    this.context = context;
  }

  /**
   * Makes it. A case that needs rights that this user has not is left out.
   *
   * @param place where to make it; what is outside of the context is here too
   * @return the context
   */
  public static Path make(ContextCase wanted, Path place) throws IOException, InterruptedException {
    ContextTree tree = new ContextTree(Files.createDirectory(place.resolve("context")));
    for (String line : wanted.tree()) {
      tree.add(line);
    }
    if (wanted.ignore().isPresent()) {
      Files.write(tree.context.resolve(IgnoreFile.NAME), wanted.ignore().get());
      tree.finished(tree.context.resolve(IgnoreFile.NAME), 0644, USUAL_TIME);
    }
    tree.finish();
    return tree.context;
  }

  /** The Dockerfile of a case in a tree; null for the usual one. */
  public static @Nullable Path dockerfile(ContextCase wanted, Path context) {
    return wanted.dockerfile().isEmpty() ? null : context.resolve(wanted.dockerfile());
  }

  private void add(String line) throws IOException, InterruptedException {
    String[] words = line.split(" ");
    Path path = context.resolve(ContextCase.name(words[1]));
    Map<String, String> more = Arrays.stream(words).skip(2).map(word -> word.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    String to = ContextCase.name(more.getOrDefault("to", ""));
    switch (words[0]) {
      case "d" -> Files.createDirectory(path);
      case "f" -> file(path, more);
      case "l" -> Files.createSymbolicLink(path, Path.of(to));
      case "h" -> run(List.of("ln", "-P", "--", context.resolve(to).toString(), path.toString()));
      case "p" -> run(List.of("mkfifo", "--", path.toString()));
      case "s" -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)).close();
      case "b", "c" -> {
        String[] numbers = to.split(":");
        assumeTrue(root(), "only root makes devices");
        run(List.of("mknod", "--", path.toString(), words[0], numbers[0], numbers[1]));
      }
      default -> throw new AssertionError(line);
    }
    int usual = words[0].equals("d") ? 0755 : 0644;
    int mode = more.containsKey("mode") ? Integer.parseInt(more.get("mode"), 8) : usual;
    assumeTrue((mode & 0400) != 0 || root(), "only root reads a file of mode 0000");
    finished(path, words[0].equals("l") || words[0].equals("h") ? -1 : mode, more.getOrDefault("time", USUAL_TIME));
  }

  private static void file(Path path, Map<String, String> more) throws IOException, InterruptedException {
    if (more.containsKey("hole")) {
      run(List.of("truncate", "-s", more.get("hole"), "--", path.toString()));
    } else if (more.containsKey("text")) {
      Files.write(path, ContextCase.bytes(more.get("text")));
    } else {
      byte[] name = path.getFileName().toString().getBytes(UTF_8);
      int size = Integer.parseInt(more.getOrDefault("size", String.valueOf(USUAL_SIZE)));
      byte[] content = new byte[size];
      for (int i = 0; i < size; i++) {
        content[i] = name[i % name.length];
      }
      Files.copy(new ByteArrayInputStream(content), path);
    }
  }

  private void finished(Path path, int mode, String time) {
    if (mode >= 0) {
      modes.put(path, mode);
    }
    touched.computeIfAbsent(time, t -> new ArrayList<>()).add(path.toString());
  }

  private void finish() throws IOException, InterruptedException {
    for (Map.Entry<Path, Integer> each : modes.entrySet()) {
      Files.setAttribute(each.getKey(), "unix:mode", each.getValue());
    }
    for (Map.Entry<String, List<String>> each : touched.entrySet()) {
      List<String> command = new ArrayList<>(List.of("touch", "-h", "-d", "@" + each.getKey(), "--"));
      command.addAll(each.getValue());
      run(command);
    }
  }

  public static boolean root() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> command + ": " + output);
  }
}
