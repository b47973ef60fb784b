package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.files.FileError.Kind;
import io.longshore.embedded.internal.files.Walk.Place;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory. A tree may stand on another one, which must not change any more: it holds what differs only. All
 * paths are absolute. Permissions are not checked. Thread-safe.
 */
public final class FileTree {
  static final long ROOT = 1;

  /** How much content a tree holds beyond the one that it stands on. */
  public static final long DEFAULT_LIMIT = 256L * 1024 * 1024;

  /**
   * What {@link #snapshot} finds: a name below the place that was asked for, empty for this place, and what it names.
   */
  record Item(String name, long number, Inode inode) {}

  private final @Nullable FileTree base;
  /** What differs from the base; null for what is gone. */
  private final Map<Long, @Nullable Inode> own = new HashMap<>();
  private final long limit;
  private long next;
  private long used;

  private FileTree(@Nullable FileTree base, long limit) {
    this.base = base;
    this.limit = limit;
    this.next = base == null ? ROOT + 1 : base.next;
  }

  /** A tree with nothing but its root, which is as old as the epoch. */
  public static FileTree empty(long limit) {
    FileTree tree = new FileTree(null, limit);
    tree.own.put(ROOT, new Inode(FileKind.FOLDER, "", 0755, Owner.ROOT, Instant.EPOCH));
    return tree;
  }

  /** A tree that stands on this one, which must not change any more. */
  public synchronized FileTree fork(long limitBeyond) {
    return new FileTree(this, limitBeyond);
  }

  synchronized @Nullable Inode inode(long number) {
    Inode found = own.get(number);
    return found != null || base == null || own.containsKey(number) ? found : base.inode(number);
  }

  private synchronized Inode copyOf(long number) {
    Inode found = inode(number);
    if (found == null) {
      throw new IllegalStateException("no file has the number " + number);
    }
    return found.copy();
  }

  /** Whether it differs from what this tree stands on. */
  synchronized boolean isOwn(long number) {
    return own.containsKey(number);
  }

  private Inode writable(long number) {
    Inode found = own.get(number);
    if (found == null) {
      if (base == null) {
        throw new IllegalStateException("no file has the number " + number);
      }
      found = base.copyOf(number);
      own.put(number, found);
      used += found.content.size();
    }
    return found;
  }

  private Place find(String path, boolean follow) throws FileError {
    return new Walk(this, path, false).end(follow);
  }

  private Place existing(String path, boolean follow) throws FileError {
    Place place = find(path, follow);
    if (place.number() == 0) {
      throw new FileError(Kind.NOT_FOUND, path);
    }
    return place;
  }

  private Inode at(Place place) {
    return Objects.requireNonNull(inode(place.number()));
  }

  /** What is at a path. */
  public synchronized FileStat stat(String path, boolean follow) throws FileError {
    Place place = existing(path, follow);
    return at(place).stat(place.number());
  }

  /** A path without links, {@code .} and {@code ..}; nothing needs to be there. */
  public synchronized String real(String path) throws FileError {
    return new Walk(this, path, true).end(true).path();
  }

  /** The names in a directory, sorted. */
  public synchronized List<String> list(String path) throws FileError {
    return List.copyOf(directory(path).entries.keySet());
  }

  private Inode directory(String path) throws FileError {
    Inode inode = at(existing(path, true));
    if (inode.kind != FileKind.FOLDER) {
      throw new FileError(Kind.NOT_A_FOLDER, path);
    }
    return inode;
  }

  private long add(Place place, Inode inode) {
    long number = next++;
    own.put(number, inode);
    enter(place, number);
    return number;
  }

  private void enter(Place place, long number) {
    Inode directory = writable(place.directory());
    directory.entries.put(place.name(), number);
    directory.modified = Instant.now();
  }

  private Place free(String path) throws FileError {
    Place place = find(path.replaceFirst("(?<=.)/+$", ""), false);
    if (place.number() != 0) {
      throw new FileError(Kind.EXISTS, path);
    }
    return place;
  }

  /** Creates a directory in an existing directory. */
  public synchronized void makeFolder(String path, int mode, Owner owner) throws FileError {
    add(free(path), new Inode(FileKind.FOLDER, "", mode, owner, Instant.now()));
  }

  /** Creates a directory and the missing ones above it. */
  public synchronized void makeFolders(String path, int mode, Owner owner) throws FileError {
    StringBuilder whole = new StringBuilder();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        whole.append('/').append(part);
        if (find(whole.toString(), true).number() == 0) {
          makeFolder(whole.toString(), mode, owner);
        }
      }
    }
    directory(path);
  }

  /** Makes a symbolic link. */
  public synchronized void makeLink(String target, String path, Owner owner) throws FileError {
    add(free(path), new Inode(FileKind.LINK, target, 0777, owner, Instant.now()));
  }

  /** Creates a named pipe that cannot be used. */
  public synchronized void makeFifo(String path, int mode, Owner owner) throws FileError {
    add(free(path), new Inode(FileKind.FIFO, "", mode, owner, Instant.now()));
  }

  /** Gives a file a further name. */
  public synchronized void makeName(String file, String path) throws FileError {
    Place source = existing(file, false);
    if (at(source).kind == FileKind.FOLDER) {
      throw new FileError(Kind.NOT_PERMITTED, file);
    }
    enter(free(path), source.number());
    writable(source.number()).links++;
  }

  /** Opens a file for reading; what is written to it meanwhile is seen. */
  public synchronized InputStream read(String path) throws FileError {
    Place place = existing(path, true);
    return new FileStreams.Input(this, openable(place, path), at(place));
  }

  private long openable(Place place, String path) throws FileError {
    Inode inode = at(place);
    if (inode.kind == FileKind.FOLDER) {
      throw new FileError(Kind.IS_A_FOLDER, path);
    }
    return place.number();
  }

  /** Opens a file for writing at its end, or after emptying it; makes it with mode 644 when it is missing. */
  public synchronized OutputStream write(String path, boolean append, Owner owner) throws FileError {
    Place place = find(path, true);
    long number = place.number() == 0
        ? add(place, new Inode(FileKind.FILE, "", 0644, owner, Instant.now()))
        : openable(place, path);
    Inode inode = writable(number);
    if (!append) {
      resize(inode, 0, path);
    }
    return new FileStreams.Output(this, number, inode, path, append);
  }

  /** Sets a file's size. */
  public synchronized void resize(String path, long size) throws FileError {
    resize(writable(openable(existing(path, true), path)), size, path);
  }

  private void resize(Inode inode, long size, String path) throws FileError {
    account(inode, size - inode.content.size(), path);
    inode.content.resize(size);
    inode.modified = Instant.now();
  }

  private void account(Inode inode, long growth, String path) throws FileError {
    if (inode.links == 0) {
      return;
    }
    if (growth > 0 && used + growth > limit) {
      throw new FileError(Kind.NO_SPACE, path);
    }
    used += growth;
  }

  synchronized int read(long number, Inode lastSeen, long position, byte[] bytes, int offset, int length) {
    Inode now = inode(number);
    return (now == null ? lastSeen : now).content.read(position, bytes, offset, length);
  }

  /** Writes to an open file, at its end for a negative position; returns the position behind. */
  synchronized long write(
      long number, Inode lastSeen, long position, byte[] bytes, int offset, int length, String path) throws FileError {
    Inode inode = inode(number) == null ? lastSeen : writable(number);
    long start = position < 0 ? inode.content.size() : position;
    account(inode, Math.max(0, start + length - inode.content.size()), path);
    inode.content.write(start, bytes, offset, length);
    inode.modified = Instant.now();
    return start + length;
  }

  /** Removes a name that is not a directory's, or an empty directory. */
  public synchronized void remove(String path) throws FileError {
    Place place = existing(path, false);
    Inode inode = at(place);
    if (!inode.entries.isEmpty()) {
      throw new FileError(Kind.NOT_EMPTY, path);
    }
    leave(place);
    forget(place.number());
  }

  /** Removes a name with everything below; the root stays. */
  public synchronized void removeAll(String path) throws FileError {
    Place place = existing(path, false);
    leave(place);
    forgetAll(place.number());
  }

  private void leave(Place place) throws FileError {
    if (place.name().isEmpty()) {
      throw new FileError(Kind.INVALID, "/");
    }
    Inode directory = writable(place.directory());
    directory.entries.remove(place.name());
    directory.modified = Instant.now();
  }

  private void forgetAll(long number) {
    Inode inode = Objects.requireNonNull(inode(number));
    inode.entries.values().forEach(this::forgetAll);
    forget(number);
  }

  private void forget(long number) {
    Inode inode = writable(number);
    if (--inode.links > 0) {
      return;
    }
    used -= inode.content.size();
    if (base != null && number < base.next) {
      own.put(number, null);
    } else {
      own.remove(number);
    }
  }

  /** Gives something another name; what has this name is replaced, unless it is a directory that is not empty. */
  public synchronized void rename(String from, String to) throws FileError {
    Place source = existing(from, false);
    Place target = find(to.replaceFirst("(?<=.)/+$", ""), false);
    if (target.number() == source.number()) {
      return;
    }
    boolean isFolder = at(source).kind == FileKind.FOLDER;
    if (isFolder && (target.path() + "/").startsWith(source.path() + "/")) {
      throw new FileError(Kind.INVALID, from);
    }
    if (target.number() != 0) {
      boolean ontoFolder = at(target).kind == FileKind.FOLDER;
      if (isFolder != ontoFolder) {
        throw new FileError(isFolder ? Kind.NOT_A_FOLDER : Kind.IS_A_FOLDER, to);
      }
      remove(to);
    }
    leave(source);
    enter(target, source.number());
  }

  /** Sets permissions. */
  public synchronized void chmod(String path, int mode) throws FileError {
    writable(existing(path, true).number()).mode = mode & 07777;
  }

  /** Sets the owner. */
  public synchronized void chown(String path, Owner owner, boolean follow) throws FileError {
    writable(existing(path, follow).number()).owner = owner;
  }

  /** Sets the time of the last change. */
  public synchronized void touch(String path, Instant modified, boolean follow) throws FileError {
    writable(existing(path, follow).number()).modified = modified;
  }

  /** Everything at and below a path, each directory before what is in it, as it is now. */
  synchronized List<Item> snapshot(String path, boolean follow) throws FileError {
    List<Item> items = new ArrayList<>();
    collect("", existing(path, follow).number(), items);
    return items;
  }

  private void collect(String name, long number, List<Item> items) {
    Inode copy = copyOf(number);
    items.add(new Item(name, number, copy));
    copy.entries.forEach((child, its) -> collect(name.isEmpty() ? child : name + "/" + child, its, items));
  }

  /** The tree that this one stands on. */
  @Nullable
  FileTree base() {
    return base;
  }
}
