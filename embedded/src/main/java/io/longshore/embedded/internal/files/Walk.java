package io.longshore.embedded.internal.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Goes along a path as the kernel does, which never leaves the root.
 *
 * @param <P> what places are known by
 */
final class Walk<P> {
  /** Where it goes. */
  interface Ground<P> {
    P root() throws FileError;

    /** The place of this name in a directory; also when nothing is there. */
    P child(P directory, String name) throws FileError;

    /** Null when nothing is there. */
    @Nullable
    FileKind kind(P place);

    String target(P link);
  }

  /**
   * Where a path leads.
   *
   * @param directory the directory that has the name
   * @param name the last name; empty for the root
   * @param at what is there, or would be
   * @param path without links, {@code .} and {@code ..}
   */
  record Place<P>(P directory, String name, P at, String path) {}

  private static final int MOST_LINKS = 40;
  private static final int LONGEST_NAME = 255;

  private final Ground<P> ground;
  private final String path;
  private final boolean lenient;
  private final Deque<String> rest = new ArrayDeque<>();
  private final Deque<String> names = new ArrayDeque<>();
  private final Deque<P> places = new ArrayDeque<>();
  private int links;

  /**
   * A walk.
   *
   * @param lenient continue by name where nothing exists
   */
  Walk(Ground<P> ground, String path, boolean lenient) throws FileError {
    this.ground = ground;
    places.push(ground.root());
    this.path = path;
    this.lenient = lenient;
    push(path);
  }

  private void push(String more) {
    String[] parts = more.split("/", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty()) {
        rest.push(parts[i]);
      } else if (i == parts.length - 1) {
        // A slash at the end asks for a directory.
        rest.push(".");
      }
    }
  }

  /** Goes to the end; a link at the end is followed or not. */
  Place<P> end(boolean follow) throws FileError {
    while (!rest.isEmpty()) {
      String name = rest.pop();
      P directory = places.element();
      FileKind here = ground.kind(directory);
      if (here == null && !lenient) {
        throw new FileError(FileError.Kind.NOT_FOUND, path);
      } else if (here != null && !lenient && here != FileKind.FOLDER) {
        throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
      }
      if (name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (!names.isEmpty()) {
          names.pop();
          places.pop();
        }
        continue;
      }
      if (name.length() > LONGEST_NAME / 4 && name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new FileError(FileError.Kind.NAME_TOO_LONG, path);
      }
      P child = ground.child(directory, name);
      if (ground.kind(child) == FileKind.LINK && (follow || !rest.isEmpty())) {
        follow(ground.target(child));
      } else {
        names.push(name);
        places.push(child);
      }
    }
    return place();
  }

  private void follow(String target) throws FileError {
    if (++links > MOST_LINKS) {
      throw new FileError(FileError.Kind.LOOP, path);
    }
    if (target.startsWith("/")) {
      names.clear();
      places.clear();
      places.push(ground.root());
    }
    push(target);
  }

  private Place<P> place() {
    StringBuilder whole = new StringBuilder();
    for (Iterator<String> each = names.descendingIterator(); each.hasNext();) {
      whole.append('/').append(each.next());
    }
    P at = places.pop();
    P directory = places.isEmpty() ? at : places.element();
    return new Place<>(directory, names.isEmpty() ? "" : names.element(), at,
        names.isEmpty() ? "/" : whole.toString());
  }
}
