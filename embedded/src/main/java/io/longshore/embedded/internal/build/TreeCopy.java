package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.files.FileKind;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Owner;
import io.longshore.embedded.internal.files.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Copies from tree to tree as the classic builder does. */
final class TreeCopy {
  private final MountedTree from;
  private final MountedTree to;
  private final Owner owner;
  private final boolean keepsOwners;
  private final BiConsumer<String, String> copied;
  private final Map<Object, String> names = new HashMap<>();
  private final Map<String, Instant> directoryTimes = new LinkedHashMap<>();

  /**
   * Prepares one.
   *
   * @param owner of everything that is created
   * @param keepsOwners whether what is copied belongs to whom it belonged before, and not to this owner
   * @param copied is given the path of each file and the one that it is copied to
   */
  TreeCopy(MountedTree from, MountedTree to, Owner owner, boolean keepsOwners, BiConsumer<String, String> copied) {
    this.from = from;
    this.to = to;
    this.owner = owner;
    this.keepsOwners = keepsOwners;
    this.copied = copied;
  }

  /** Copies what is in a directory; the other one is created if it is missing and keeps its mode if it is not. */
  void directory(String source, String target) throws IOException {
    names.clear();
    directoryTimes.clear();
    to.makeFolders(target, 0755, owner);
    for (Tree.Item item : from.snapshot(source)) {
      if (!item.name().isEmpty()) {
        item(item, source + "/" + item.name(), to.real(target) + "/" + item.name());
      }
    }
    for (Map.Entry<String, Instant> time : directoryTimes.entrySet()) {
      to.touch(time.getKey(), time.getValue(), false);
    }
  }

  /** Copies a file, with the directories above it. */
  void file(String source, String target) throws IOException {
    names.clear();
    String real = to.real(target);
    to.makeFolders(real.substring(0, real.lastIndexOf('/')), 0755, owner);
    item(from.snapshot(source).get(0), source, real);
  }

  private void item(Tree.Item item, String source, String target) throws IOException {
    FileStat stat = item.stat();
    boolean merges = stat.isFolder() && to.exists(target, false) && to.stat(target, false).isFolder();
    if (!merges && to.exists(target, false)) {
      to.removeAll(target);
    }
    String first = names.putIfAbsent(item.file(), target);
    switch (stat.kind()) {
      case FOLDER -> {
        if (!merges) {
          to.makeFolder(target, stat.mode(), owner);
        }
        directoryTimes.put(target, stat.modified());
      }
      case LINK -> to.makeLink(stat.target(), target, owner);
      case FIFO -> to.makeFifo(target, stat.mode(), owner);
      default -> {
        copied.accept(source, target);
        if (first != null) {
          to.makeName(first, target);
          return;
        }
        content(item, target);
      }
    }
    to.chown(target, keepsOwners ? stat.owner() : owner, false);
    if (stat.kind() != FileKind.LINK) {
      // On Linux a file loses these bits when it is given to its owner.
      to.chmod(target, stat.isFolder() ? stat.mode() : stat.mode() & ~06000);
    }
    to.touch(target, stat.modified(), false);
  }

  private void content(Tree.Item item, String target) throws IOException {
    try (InputStream in = item.content().open(); OutputStream out = to.write(target, false, owner)) {
      in.transferTo(out);
    }
  }
}
