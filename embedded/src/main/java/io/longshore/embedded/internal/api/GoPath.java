package io.longshore.embedded.internal.api;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of containers. Not {@link java.nio.file.Path}: these follow Linux on every system, and may be nonsense. */
final class GoPath {
  private GoPath() {}

  /** The shortest form of a path, as Go's {@code path.Clean} finds it: without {@code //}, {@code .} and {@code ..}. */
  static String clean(String path) {
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
}
