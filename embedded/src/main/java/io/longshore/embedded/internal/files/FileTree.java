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
public final class FileTree implements Tree {
  static final long ROOT = 1;

  /** How much content a tree holds beyond the one that it stands on. */
  public static final long DEFAULT_LIMIT = 256L * 1024 * 1024;

  private static final long MISSING = 0;

  private record Key(FileTree tree, long number) {}

  private final Walk.Ground<Long> ground = new Walk.Ground<>() {
    @Override
    public Long root() {
      return ROOT;
    }

    @Override
    public Long child(Long directory, String name) {
      Inode inode = inode(directory);
      return inode == null ? MISSING : inode.entries.getOrDefault(name, MISSING);
    }

    @Override
    public @Nullable FileKind kind(Long place) {
      Inode inode = place == MISSING ? null : inode(place);
      return inode == null ? null : inode.kind;
    }

    @Override
    public String target(Long link) {
      return Objects.requireNonNull(inode(link)).target;
    }
  };

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

  private Place<Long> find(String path, boolean follow) throws FileError {
    return new Walk<>(ground, path, false).end(follow);
  }

  private Place<Long> existing(String path, boolean follow) throws FileError {
    Place<Long> place = find(path, follow);
    if (place.at() == 0) {
      throw new FileError(Kind.NOT_FOUND, path);
    }
    return place;
  }

  private Inode at(Place<Long> place) {
    return Objects.requireNonNull(inode(place.at()));
  }

  @Override
  public synchronized FileStat stat(String path, boolean follow) throws FileError {
    Place<Long> place = existing(path, follow);
    return at(place).stat(place.at());
  }

  @Override
  public synchronized String real(String path) throws FileError {
    return new Walk<>(ground, path, true).end(true).path();
  }

  @Override
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

  private long add(Place<Long> place, Inode inode) {
    long number = next++;
    own.put(number, inode);
    enter(place, number);
    return number;
  }

  private void enter(Place<Long> place, long number) {
    Inode directory = writable(place.directory());
    directory.entries.put(place.name(), number);
    directory.modified = Instant.now();
  }

  private Place<Long> free(String path) throws FileError {
    Place<Long> place = find(path.replaceFirst("(?<=.)/+$", ""), false);
    if (place.at() != 0) {
      throw new FileError(Kind.EXISTS, path);
    }
    return place;
  }

  @Override
  public synchronized void makeFolder(String path, int mode, Owner owner) throws FileError {
    add(free(path), new Inode(FileKind.FOLDER, "", mode, owner, Instant.now()));
  }

  @Override
  public synchronized void makeLink(String target, String path, Owner owner) throws FileError {
    add(free(path), new Inode(FileKind.LINK, target, 0777, owner, Instant.now()));
  }

  @Override
  public synchronized void makeFifo(String path, int mode, Owner owner) throws FileError {
    add(free(path), new Inode(FileKind.FIFO, "", mode, owner, Instant.now()));
  }

  @Override
  public synchronized void makeName(String file, String path) throws FileError {
    Place<Long> source = existing(file, false);
    if (at(source).kind == FileKind.FOLDER) {
      throw new FileError(Kind.NOT_PERMITTED, file);
    }
    enter(free(path), source.at());
    writable(source.at()).links++;
  }

  @Override
  public synchronized InputStream read(String path) throws FileError {
    Place<Long> place = existing(path, true);
    return open(openable(place, path), at(place));
  }

  private InputStream open(long number, Inode opened) {
    return new FileStreams.Input(
        (position, bytes, offset, length) -> read(number, opened, position, bytes, offset, length));
  }

  private long openable(Place<Long> place, String path) throws FileError {
    Inode inode = at(place);
    if (inode.kind == FileKind.FOLDER) {
      throw new FileError(Kind.IS_A_FOLDER, path);
    }
    return place.at();
  }

  @Override
  public synchronized OutputStream write(String path, boolean append, Owner owner) throws FileError {
    Place<Long> place = find(path, true);
    long number = place.at() == 0
        ? add(place, new Inode(FileKind.FILE, "", 0644, owner, Instant.now()))
        : openable(place, path);
    Inode inode = writable(number);
    if (!append) {
      resize(inode, 0, path);
    }
    return new FileStreams.Output(this, number, inode, path, append);
  }

  @Override
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

  private synchronized int read(long number, Inode lastSeen, long position, byte[] bytes, int offset, int length) {
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

  @Override
  public synchronized void remove(String path) throws FileError {
    Place<Long> place = existing(path, false);
    Inode inode = at(place);
    if (!inode.entries.isEmpty()) {
      throw new FileError(Kind.NOT_EMPTY, path);
    }
    leave(place);
    forget(place.at());
  }

  @Override
  public synchronized void removeAll(String path) throws FileError {
    Place<Long> place = existing(path, false);
    leave(place);
    forgetAll(place.at());
  }

  private void leave(Place<Long> place) throws FileError {
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

  @Override
  public synchronized void rename(String from, String to) throws FileError {
    Place<Long> source = existing(from, false);
    Place<Long> target = find(to.replaceFirst("(?<=.)/+$", ""), false);
    if (target.at().equals(source.at())) {
      return;
    }
    boolean isFolder = at(source).kind == FileKind.FOLDER;
    if (isFolder && (target.path() + "/").startsWith(source.path() + "/")) {
      throw new FileError(Kind.INVALID, from);
    }
    if (target.at() != 0) {
      boolean ontoFolder = at(target).kind == FileKind.FOLDER;
      if (isFolder != ontoFolder) {
        throw new FileError(isFolder ? Kind.NOT_A_FOLDER : Kind.IS_A_FOLDER, to);
      }
      remove(to);
    }
    leave(source);
    enter(target, source.at());
  }

  @Override
  public synchronized void chmod(String path, int mode) throws FileError {
    writable(existing(path, true).at()).mode = mode & 07777;
  }

  @Override
  public synchronized void chown(String path, Owner owner, boolean follow) throws FileError {
    writable(existing(path, follow).at()).owner = owner;
  }

  @Override
  public synchronized void touch(String path, Instant modified, boolean follow) throws FileError {
    writable(existing(path, follow).at()).modified = modified;
  }

  @Override
  public synchronized List<Item> snapshot(String path, boolean follow) throws FileError {
    List<Item> items = new ArrayList<>();
    collect("", existing(path, follow).at(), items);
    return items;
  }

  private void collect(String name, long number, List<Item> items) {
    Inode copy = copyOf(number);
    items
        .add(new Item(name, copy.stat(number), new Key(this, number), () -> new FileStreams.Input(copy.content::read)));
    copy.entries.forEach((child, its) -> collect(name.isEmpty() ? child : name + "/" + child, its, items));
  }

  @Override
  public synchronized long size() {
    long size = 0;
    for (Map.Entry<Long, @Nullable Inode> entry : own.entrySet()) {
      Inode inode = entry.getValue();
      size += inode == null || inode.kind == FileKind.FOLDER ? 0 : inode.stat(entry.getKey()).size();
    }
    return size;
  }

  /** The tree that this one stands on. */
  @Nullable
  FileTree base() {
    return base;
  }
}
