package io.longshore.embedded.internal.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a tree has that the one that it stands on has not, and the other way round. */
public final class Changes {
  /** A path that differs; the kind is the engine's: 0 changed, 1 added, 2 deleted. */
  public record Change(String path, int kind) {}

  /** What engines mount over the tree: nothing that happens to it is a change. */
  private static final Set<String> MOUNTED = Set.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

  private final List<Change> changes = new ArrayList<>();

  private Changes() {}

  /** Finds them, directories before what is in them; the directories above a change are changed, but for the root. */
  public static List<Change> of(FileTree tree) {
    Changes found = new Changes();
    synchronized (tree) {
      found.compare("", Objects.requireNonNull(tree.base()).root(), tree.root());
    }
    return found.changes;
  }

  private void compare(String path, Inode before, Inode now) {
    Set<String> names = new TreeSet<>(before.entries.keySet());
    names.addAll(now.entries.keySet());
    for (String name : names) {
      entry(path + "/" + name, before.entries.get(name), now.entries.get(name));
    }
  }

  private void entry(String path, @Nullable Inode before, @Nullable Inode now) {
    if (MOUNTED.contains(path)) {
      return;
    }
    if (now == null) {
      changes.add(new Change(path, 2));
    } else if (before == null) {
      changes.add(new Change(path, 1));
      addBelow(path, now);
    } else if (before.number != now.number) {
      changes.add(new Change(path, 0));
      addBelow(path, now);
    } else {
      int first = changes.size();
      compare(path, before, now);
      boolean below = changes.size() > first;
      if (below || now.isOwn) {
        changes.add(first, new Change(path, 0));
      }
    }
  }

  private void addBelow(String path, Inode directory) {
    directory.entries.forEach(
        (name, child) -> {
          changes.add(new Change(path + "/" + name, 1));
          addBelow(path + "/" + name, child);
        });
  }
}
