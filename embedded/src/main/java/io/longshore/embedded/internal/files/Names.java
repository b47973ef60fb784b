package io.longshore.embedded.internal.files;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Paths as texts. */
public final class Names {
  private Names() {}

  /**
   * The shortest form of a path below a directory, also for an absolute one; null for one that leaves the directory.
   */
  public static @Nullable String inside(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (!part.equals("..")) {
        if (!part.isEmpty() && !part.equals(".")) {
          parts.addLast(part);
        }
      } else if (parts.pollLast() == null && !path.startsWith("/")) {
        return null;
      }
    }
    return String.join("/", parts);
  }

  /** The last part of a path. */
  public static String last(String path) {
    String bare = path.replaceFirst("(?<=.)/+$", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
