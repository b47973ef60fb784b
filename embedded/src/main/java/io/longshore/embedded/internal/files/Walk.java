package io.longshore.embedded.internal.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes along a path inside a tree as the kernel does, which never leaves the tree. Under the tree's lock. */
final class Walk {
  /**
   * Where a path leads.
   *
   * @param directory the number of the directory that has the name
   * @param name the last name; empty for the root
   * @param number what is there; 0 when nothing is
   * @param path without links, {@code .} and {@code ..}
   */
  record Place(long directory, String name, long number, String path) {}

  private static final int MOST_LINKS = 40;
  private static final int LONGEST_NAME = 255;
  private static final long MISSING = 0;

  private final FileTree tree;
  private final String path;
  private final boolean lenient;
  private final Deque<String> rest = new ArrayDeque<>();
  private final Deque<String> names = new ArrayDeque<>();
  private final Deque<Long> numbers = new ArrayDeque<>(List.of(FileTree.ROOT));
  private int links;

  /**
   * A walk.
   *
   * @param lenient continue by name where nothing exists
   */
  Walk(FileTree tree, String path, boolean lenient) {
    this.tree = tree;
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
  Place end(boolean follow) throws FileError {
    while (!rest.isEmpty()) {
      String name = rest.pop();
      Inode here = inode(numbers.element());
      if (here == null && !lenient) {
        throw new FileError(FileError.Kind.NOT_FOUND, path);
      } else if (here != null && !lenient && here.kind != FileKind.FOLDER) {
        throw new FileError(FileError.Kind.NOT_A_FOLDER, path);
      }
      if (name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (!names.isEmpty()) {
          names.pop();
          numbers.pop();
        }
        continue;
      }
      if (name.length() > LONGEST_NAME / 4 && name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new FileError(FileError.Kind.NAME_TOO_LONG, path);
      }
      long child = here == null ? MISSING : here.entries.getOrDefault(name, MISSING);
      Inode found = inode(child);
      if (found != null && found.kind == FileKind.LINK && (follow || !rest.isEmpty())) {
        follow(found.target);
      } else {
        names.push(name);
        numbers.push(child);
      }
    }
    return place();
  }

  private @Nullable Inode inode(long number) {
    return number == MISSING ? null : tree.inode(number);
  }

  private void follow(String target) throws FileError {
    if (++links > MOST_LINKS) {
      throw new FileError(FileError.Kind.LOOP, path);
    }
    if (target.startsWith("/")) {
      names.clear();
      numbers.clear();
      numbers.push(FileTree.ROOT);
    }
    push(target);
  }

  private Place place() {
    StringBuilder whole = new StringBuilder();
    for (Iterator<String> each = names.descendingIterator(); each.hasNext();) {
      whole.append('/').append(each.next());
    }
    long number = numbers.pop();
    long directory = numbers.isEmpty() ? number : numbers.element();
    return new Place(directory, names.isEmpty() ? "" : names.element(), number,
        names.isEmpty() ? "/" : whole.toString());
  }
}
