package io.longshore.embedded.internal.files;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Paths of containers. Not {@link java.nio.file.Path}: these follow Linux on every system, and may be nonsense. */
public final class Names {
  private Names() {}

  /** The shortest form of a path, as Go's {@code path.Clean} finds it: without {@code //}, {@code .} and {@code ..}. */
  public static String clean(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (!part.equals("..")) {
        if (!part.isEmpty() && !part.equals(".")) {
          parts.addLast(part);
        }
      } else if (!parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!rooted) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /**
   * The shortest form of a path below a directory, also for an absolute one; null for one that leaves the directory.
   */
  public static @Nullable String inside(String path) {
    String clean = clean(path);
    return clean.matches("(?s)\\.\\.(/.*)?") ? null : clean.replaceFirst("^(/|\\.$)", "");
  }

  /** The last part of a path. */
  public static String last(String path) {
    String bare = path.replaceFirst("(?<=.)/+$", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
