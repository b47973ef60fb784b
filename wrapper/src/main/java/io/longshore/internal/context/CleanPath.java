package io.longshore.internal.context;

import java.util.ArrayList;
import java.util.List;

/** The shortest form of a path, found without looking at any file: what Go, and so Docker, calls clean. */
final class CleanPath {
  private CleanPath() {}

  static String of(String path) {
    boolean absolute = path.startsWith("/");
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      boolean up = part.equals("..");
      if (part.isEmpty() || part.equals(".") || up && absolute && parts.isEmpty()) {
        continue;
      }
      if (up && !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
        parts.remove(parts.size() - 1);
      } else {
        parts.add(part);
      }
    }
    String clean = String.join("/", parts);
    return absolute ? "/" + clean : clean.isEmpty() ? "." : clean;
  }
}
