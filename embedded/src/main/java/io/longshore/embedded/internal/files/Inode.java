package io.longshore.embedded.internal.files;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file, directory or link without its names. Guarded by the lock of its tree. */
final class Inode {
  final FileKind kind;
  final String target;
  final SortedMap<String, Long> entries = new TreeMap<>();
  Content content = new Content();
  int mode;
  Owner owner;
  Instant modified;
  int links = 1;

  Inode(FileKind kind, String target, int mode, Owner owner, Instant modified) {
    this.kind = kind;
    this.target = target;
    this.mode = mode;
    this.owner = owner;
    this.modified = modified;
  }

  Inode copy() {
    Inode copy = new Inode(kind, target, mode, owner, modified);
    copy.entries.putAll(entries);
    copy.content = content.copy();
    copy.links = links;
    return copy;
  }

  FileStat stat(long number) {
    long size = switch (kind) {
      case FOLDER -> 4096;
      case LINK -> target.getBytes(StandardCharsets.UTF_8).length;
      default -> content.size();
    };
    return new FileStat(number, kind, mode, owner, size, modified, target, kind == FileKind.FOLDER ? 1 : links);
  }
}
