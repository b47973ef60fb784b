package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.BulkOutput;
import io.longshore.embedded.internal.files.FileError.Kind;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files in memory. A tree may begin as a copy of another one; they share the content that neither changes. */
public final class FileTree implements Tree {
  /** How much content a tree holds beyond the one that it stands on. */
  public static final long DEFAULT_LIMIT = 256L * 1024 * 1024;

  private final @Nullable FileTree base;
  private final Inode root;
  private final long limit;
  private long newest;
  private long used;

  private FileTree(@Nullable FileTree base, Inode root, long newest, long limit) {
    this.base = base;
    this.root = root;
    this.newest = newest;
    this.limit = limit;
  }

  /** A tree with nothing but its root, which is as old as the epoch. */
  public static FileTree empty(long limit) {
    Inode root = new Inode(1, FileKind.FOLDER, "", Inode.NONE, 0755, Owner.ROOT);
    root.modified = Instant.EPOCH;
    return new FileTree(null, root, 1, limit);
  }

  /** A tree that stands on this one, which must not change any more. */
  public synchronized FileTree fork(long limitBeyond) {
    return new FileTree(this, root.copy(new IdentityHashMap<>()), newest, limitBeyond);
  }

  /** A tree that begins as this one is now, stands on nothing, and knows none of its files as its own. */
  public synchronized FileTree copy(long limitBeyond) {
    return new FileTree(null, root.copy(new IdentityHashMap<>()), newest, limitBeyond);
  }

  /** The tree that this one stands on. */
  @Nullable
  FileTree base() {
    return base;
  }

  Inode root() {
    return root;
  }

  private @Nullable Inode find(String path) {
    Inode found = root;
    for (String name : path.split("/")) {
      found = found == null || name.isEmpty() ? found : found.entries.get(name);
    }
    return found;
  }

  private Inode existing(String path) throws FileError {
    Inode found = find(path);
    if (found == null) {
      throw new FileError(Kind.NOT_FOUND, path);
    }
    return found;
  }

  private Inode file(String path) throws FileError {
    Inode inode = existing(path);
    if (inode.content == Inode.NONE) {
      throw new FileError(inode.kind == FileKind.LINK ? Kind.LOOP : Kind.IS_A_FOLDER, path);
    }
    return inode;
  }

  private Inode directory(String path) throws FileError {
    Inode inode = existing(path);
    if (inode.kind != FileKind.FOLDER) {
      throw new FileError(Kind.NOT_A_FOLDER, path);
    }
    return inode;
  }

  /** What is about to change. All of a file counts from then on, as layers copy whole files. */
  private Inode own(Inode inode) {
    if (!inode.isOwn) {
      inode.isOwn = true;
      used += inode.content.size();
    }
    return inode;
  }

  @Override
  public synchronized FileStat stat(String path) throws FileError {
    return existing(path).stat();
  }

  @Override
  public synchronized List<String> list(String path) throws FileError {
    return List.copyOf(directory(path).entries.keySet());
  }

  private Inode add(String path, FileKind kind, String target, int mode, Owner owner) throws FileError {
    boolean isBare = kind == FileKind.FOLDER || kind == FileKind.LINK;
    Inode inode = new Inode(++newest, kind, target, isBare ? Inode.NONE : new Content(), mode, owner);
    enter(path, inode);
    return inode;
  }

  private void enter(String path, Inode inode) throws FileError {
    Inode directory = directory(path.substring(0, path.lastIndexOf('/')));
    if (directory.entries.putIfAbsent(Names.last(path), inode) != null) {
      throw new FileError(Kind.EXISTS, path);
    }
    own(directory).modified = Instant.now();
  }

  private void leave(String path) throws FileError {
    Inode directory = directory(path.substring(0, path.lastIndexOf('/')));
    if (directory.entries.remove(Names.last(path)) == null) {
      throw new FileError(Kind.INVALID, path);
    }
    own(directory).modified = Instant.now();
  }

  @Override
  public synchronized void makeFolder(String path, int mode, Owner owner) throws FileError {
    add(path, FileKind.FOLDER, "", mode, owner);
  }

  @Override
  public synchronized void makeLink(String target, String path, Owner owner) throws FileError {
    add(path, FileKind.LINK, target, 0777, owner);
  }

  @Override
  public synchronized void makeFifo(String path, int mode, Owner owner) throws FileError {
    add(path, FileKind.FIFO, "", mode, owner);
  }

  @Override
  public synchronized void makeName(String file, String path) throws FileError {
    Inode inode = existing(file);
    if (inode.kind == FileKind.FOLDER) {
      throw new FileError(Kind.NOT_PERMITTED, file);
    }
    enter(path, inode);
    own(inode).links++;
  }

  @Override
  public synchronized InputStream read(String path) throws FileError {
    return file(path).content.open(this);
  }

  /** Like a descriptor, what is returned outlives the name. */
  @Override
  public synchronized OutputStream write(String path, boolean append, Owner owner) throws FileError {
    Inode inode = find(path) == null ? add(path, FileKind.FILE, "", 0644, owner) : own(file(path));
    if (!append) {
      resize(inode, 0, path);
    }
    return new BulkOutput() {
      private long position;

      @Override
      public void write(byte[] bytes, int offset, int length) throws FileError {
        synchronized (FileTree.this) {
          long start = append ? inode.content.size() : position;
          account(inode, Math.max(0, start + length - inode.content.size()), path);
          inode.content.write(start, bytes, offset, length);
          inode.modified = Instant.now();
          position = start + length;
        }
      }
    };
  }

  @Override
  public synchronized void resize(String path, long size) throws FileError {
    resize(own(file(path)), size, path);
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

  @Override
  public synchronized void remove(String path) throws FileError {
    Inode inode = existing(path);
    if (!inode.entries.isEmpty()) {
      throw new FileError(Kind.NOT_EMPTY, path);
    }
    leave(path);
    if (--own(inode).links == 0) {
      used -= inode.content.size();
    }
  }

  @Override
  public synchronized void rename(String from, String to) throws FileError {
    Inode source = existing(from);
    Inode target = find(to);
    if (target == source) {
      return;
    }
    boolean isFolder = source.kind == FileKind.FOLDER;
    if (isFolder && (to + "/").startsWith(from + "/")) {
      throw new FileError(Kind.INVALID, from);
    }
    if (target != null) {
      if (isFolder != (target.kind == FileKind.FOLDER)) {
        throw new FileError(isFolder ? Kind.NOT_A_FOLDER : Kind.IS_A_FOLDER, to);
      }
      remove(to);
    }
    enter(to, source);
    leave(from);
  }

  @Override
  public synchronized void chmod(String path, int mode) throws FileError {
    own(existing(path)).mode = mode & 07777;
  }

  @Override
  public synchronized void chown(String path, Owner owner) throws FileError {
    own(existing(path)).owner = owner;
  }

  @Override
  public synchronized void touch(String path, Instant modified) throws FileError {
    own(existing(path)).modified = modified;
  }

  @Override
  public synchronized Item snapshot(String path, String name) throws FileError {
    Inode inode = existing(path);
    Content copy = inode.content.copy();
    return new Item(name, inode.stat(), inode, () -> copy.open(copy));
  }

  @Override
  public synchronized long size() {
    Set<Inode> counted = new HashSet<>();
    addOwn(root, counted);
    return counted.stream().mapToLong(inode -> inode.stat().size()).sum();
  }

  private static void addOwn(Inode inode, Set<Inode> found) {
    if (inode.kind != FileKind.FOLDER && inode.isOwn) {
      found.add(inode);
    }
    inode.entries.values().forEach(each -> addOwn(each, found));
  }
}
