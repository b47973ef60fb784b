package io.longshore.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A path in a container, without {@code .} and {@code ..} in it.
 *
 * @param path absolute, without a slash at its end unless it is {@code /}
 * @param directory whether its form is that of a directory: with a slash or {@code /.} at its end
 * @param content whether its form is that of a directory's content: with {@code /.} at its end, or {@code /}
 */
record ContainerPath(String path, boolean directory, boolean content) {
  /** Every container has it. */
  static final ContainerPath ROOT = new ContainerPath("/", true, true);

  private static final String SLASH = "/";

  static ContainerPath of(String what, String text) {
    Objects.requireNonNull(text, what);
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty; give a path in the container, such as /tmp");
    }
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(what + " contains a NUL character or half a surrogate pair");
    }
    List<String> parts = new ArrayList<>();
    String last = "";
    for (String part : text.split("/", -1)) {
      last = part;
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.remove(parts.size() - 1);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String path = SLASH + String.join("/", parts);
    boolean root = parts.isEmpty();
    boolean content = root || last.equals(".");
    return new ContainerPath(path, content || last.isEmpty() || last.equals(".."), content);
  }

  /** The last name; empty for the root. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  ContainerPath parent() {
    int slash = path.lastIndexOf('/');
    return new ContainerPath(slash <= 0 ? SLASH : path.substring(0, slash), true, slash <= 0);
  }

  ContainerPath child(String name) {
    return new ContainerPath((path.equals(SLASH) ? path : path + SLASH) + name, false, false);
  }

  /** For a call that needs a file, if the path was given as a directory. */
  IllegalArgumentException notFile() {
    return new IllegalArgumentException(
        "'" + path + "' was given as a directory, with '/', '/.' or '/..' at its end; give the path of a file");
  }

  /** What a link at this path leads to. */
  ContainerPath linked(String target) {
    return of("the link's target", target.startsWith(SLASH) ? target : parent().path + "/" + target);
  }

  /** The form that asks engines for a directory's content and not for the directory itself. */
  String asContent() {
    return path.equals(SLASH) ? "/." : path + "/.";
  }

  @Override
  public String toString() {
    return path;
  }
}
