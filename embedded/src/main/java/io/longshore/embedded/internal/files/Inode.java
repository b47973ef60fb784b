package io.longshore.embedded.internal.files;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file, directory or link without its names. Guarded by the lock of its tree. */
final class Inode {
  /** What directories and links hold, of which most trees mostly consist. */
  static final Content NONE = new Content();

  final long number;
  final FileKind kind;
  final String target;
  final Content content;
  final SortedMap<String, Inode> entries;
  int mode;
  Owner owner;
  Instant modified = Instant.now();
  int links = 1;
  /** Whether it differs from what its tree stands on. */
  boolean isOwn = true;

  Inode(long number, FileKind kind, String target, Content content, int mode, Owner owner) {
    this.number = number;
    this.kind = kind;
    this.target = target;
    this.content = content;
    this.entries = kind == FileKind.FOLDER ? new TreeMap<>() : Collections.emptySortedMap();
    this.mode = mode;
    this.owner = owner;
  }

  /**
   * The same for a tree that stands on this one's, with all that is in it.
   *
   * @param copies those that are made already: names of one file stay names of one file
   */
  Inode copy(Map<Inode, Inode> copies) {
    Inode known = copies.get(this);
    if (known != null) {
      return known;
    }
    Inode copy = new Inode(number, kind, target, content == NONE ? NONE : content.copy(), mode, owner);
    copies.put(this, copy);
    copy.modified = modified;
    copy.links = links;
    copy.isOwn = false;
    entries.forEach((name, inode) -> copy.entries.put(name, inode.copy(copies)));
    return copy;
  }

  FileStat stat() {
    long size = switch (kind) {
      case FOLDER -> 4096;
      case LINK -> target.getBytes(StandardCharsets.UTF_8).length;
      default -> content.size();
    };
    return new FileStat(number, kind, mode, owner, size, modified, target, kind == FileKind.FOLDER ? 1 : links);
  }
}
