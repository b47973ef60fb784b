package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.files.FileError.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tree with others mounted in it, as the kernel shows it. Links lead where they lead in the whole, also those in a
 * mounted tree: none leads out of it. All paths are absolute.
 */
public final class MountedTree {
  private static final int MOST_LINKS = 40;
  private static final int LONGEST_NAME = 255;

  /**
   * A tree and its place.
   *
   * @param path without links; something of the same kind is there in the tree below
   * @param root what of the tree is seen, without links; empty for all of it
   */
  public record Mount(String path, Tree tree, String root, boolean readOnly) {
    private boolean holds(String other) {
      return path.equals("/") || other.equals(path) || other.startsWith(path + "/");
    }

    private String inside(String other) {
      String rest = root + (path.equals("/") ? other : other.substring(path.length()));
      return rest.isEmpty() ? "/" : rest;
    }
  }

  /**
   * Where a path leads.
   *
   * @param path without links, {@code .} and {@code ..}
   * @param stat what is there
   */
  private record Spot(Mount mount, String path, @Nullable FileStat stat) {
    String inside() {
      return mount.inside(path);
    }
  }

  private interface Step<T> {
    T run(Tree tree, String path) throws FileError;
  }

  private interface Change {
    void run(Tree tree, String path) throws FileError;
  }

  private final List<Mount> mounts;

  /**
   * A tree.
   *
   * @param mounts the one at {@code /} is the tree that the others are in
   */
  public MountedTree(List<Mount> mounts) {
    this.mounts = mounts.stream().sorted(Comparator.comparing(Mount::path)).toList();
  }

  /** A tree that nothing is mounted in. */
  public static MountedTree of(Tree tree) {
    return new MountedTree(List.of(new Mount("/", tree, "", false)));
  }

  /** What a path without links is in. */
  public Mount mount(String path) {
    Mount found = mounts.get(0);
    for (Mount mount : mounts) {
      found = mount.holds(path) ? mount : found;
    }
    return found;
  }

  private Spot spot(String path) throws FileError {
    Mount mount = mount(path);
    FileStat stat = null;
    try {
      stat = mount.tree.stat(mount.inside(path));
    } catch (FileError e) {
      if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.NOT_A_FOLDER) {
        throw new FileError(e.kind(), path);
      }
    }
    return new Spot(mount, path, stat);
  }

  private Spot below(Spot directory, String name) throws FileError {
    return spot(directory.path.equals("/") ? "/" + name : directory.path + "/" + name);
  }

  /**
   * Goes along a path as the kernel does, which never leaves the root.
   *
   * @param follow whether a link at the end is followed
   * @param lenient continue by name where nothing exists
   */
  private Spot walk(String path, boolean follow, boolean lenient) throws FileError {
    Deque<String> rest = new ArrayDeque<>();
    push(rest, path);
    Spot here = spot("/");
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (!lenient && (here.stat == null || !here.stat.isFolder())) {
        throw new FileError(here.stat == null ? Kind.NOT_FOUND : Kind.NOT_A_FOLDER, path);
      }
      if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new FileError(Kind.NAME_TOO_LONG, path);
      }
      Spot next = switch (name) {
        case "." -> here;
        case ".." -> spot(here.path.lastIndexOf('/') < 1 ? "/" : here.path.substring(0, here.path.lastIndexOf('/')));
        default -> below(here, name);
      };
      if (next.stat == null || next.stat.kind() != FileKind.LINK || !follow && rest.isEmpty()) {
        here = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileError(Kind.LOOP, path);
      }
      here = next.stat.target().startsWith("/") ? spot("/") : here;
      push(rest, next.stat.target());
    }
    return here;
  }

  private static void push(Deque<String> rest, String path) {
    String[] parts = path.split("/", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty()) {
        rest.push(parts[i]);
      } else if (i == parts.length - 1) {
        // A slash at the end asks for a directory.
        rest.push(".");
      }
    }
  }

  private Spot existing(String path, boolean follow) throws FileError {
    Spot spot = walk(path, follow, false);
    if (spot.stat == null) {
      throw new FileError(Kind.NOT_FOUND, path);
    }
    return spot;
  }

  private Spot named(String path) throws FileError {
    return walk(path.replaceFirst("(?<=.)/+$", ""), false, false);
  }

  private Spot free(String path) throws FileError {
    Spot spot = named(path);
    if (spot.stat != null) {
      throw new FileError(Kind.EXISTS, path);
    }
    return spot;
  }

  /** Something that can be taken from its place. */
  private Spot movable(String path) throws FileError {
    Spot spot = existing(path, false);
    if (mounts.stream().anyMatch(mount -> (mount.path + "/").startsWith(spot.path + "/"))) {
      throw new FileError(Kind.BUSY, path);
    }
    return spot;
  }

  private static <T> T at(Spot spot, String path, Step<T> step) throws FileError {
    try {
      return step.run(spot.mount.tree, spot.inside());
    } catch (FileError e) {
      throw new FileError(e.kind(), path);
    }
  }

  private static void change(Spot spot, String path, Change change) throws FileError {
    if (spot.mount.readOnly) {
      throw new FileError(Kind.READ_ONLY, path);
    }
    at(spot, path, (tree, inside) -> {
      change.run(tree, inside);
      return inside;
    });
  }

  /** What is at a path. */
  public FileStat stat(String path, boolean follow) throws FileError {
    return Objects.requireNonNull(existing(path, follow).stat);
  }

  /** Whether anything is at a path. */
  public boolean exists(String path, boolean follow) throws FileError {
    try {
      stat(path, follow);
      return true;
    } catch (FileError e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      return false;
    }
  }

  /** A path without links, {@code .} and {@code ..}; nothing needs to be there. */
  public String real(String path) throws FileError {
    return walk(path, true, true).path;
  }

  /** See {@link Tree#list}. */
  public List<String> list(String path) throws FileError {
    return at(existing(path, true), path, Tree::list);
  }

  /** See {@link Tree#makeFolder}. */
  public void makeFolder(String path, int mode, Owner owner) throws FileError {
    change(free(path), path, (tree, inside) -> tree.makeFolder(inside, mode, owner));
  }

  /** Creates a directory and the missing ones above it. */
  public void makeFolders(String path, int mode, Owner owner) throws FileError {
    StringBuilder whole = new StringBuilder();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        whole.append('/').append(part);
        if (!exists(whole.toString(), true)) {
          makeFolder(whole.toString(), mode, owner);
        }
      }
    }
    if (!stat(path.isEmpty() ? "/" : path, true).isFolder()) {
      throw new FileError(Kind.NOT_A_FOLDER, path);
    }
  }

  /** See {@link Tree#makeLink}. */
  public void makeLink(String target, String path, Owner owner) throws FileError {
    change(free(path), path, (tree, inside) -> tree.makeLink(target, inside, owner));
  }

  /** See {@link Tree#makeFifo}. */
  public void makeFifo(String path, int mode, Owner owner) throws FileError {
    change(free(path), path, (tree, inside) -> tree.makeFifo(inside, mode, owner));
  }

  /** Creates an empty file. */
  public void makeFile(String path, int mode, Owner owner) throws FileError {
    try {
      write(path, false, owner).close();
    } catch (IOException e) {
      throw new FileError(Kind.FAILED, path);
    }
    chmod(path, mode);
  }

  /** See {@link Tree#makeName}. */
  public void makeName(String file, String path) throws FileError {
    Spot source = existing(file, false);
    Spot target = free(path);
    change(onOneDevice(source, target, file), path, (tree, inside) -> tree.makeName(source.inside(), inside));
  }

  private static Spot onOneDevice(Spot source, Spot target, String path) throws FileError {
    if (!source.mount.path.equals(target.mount.path)) {
      throw new FileError(Kind.OTHER_DEVICE, path);
    }
    return target;
  }

  /** See {@link Tree#read}. */
  public InputStream read(String path) throws FileError {
    return at(existing(path, true), path, Tree::read);
  }

  /** See {@link Tree#write}. */
  public OutputStream write(String path, boolean append, Owner owner) throws FileError {
    Spot spot = walk(path, true, false);
    if (spot.mount.readOnly) {
      throw new FileError(Kind.READ_ONLY, path);
    }
    return at(spot, path, (tree, inside) -> tree.write(inside, append, owner));
  }

  /** See {@link Tree#resize}. */
  public void resize(String path, long size) throws FileError {
    change(existing(path, true), path, (tree, inside) -> tree.resize(inside, size));
  }

  /** See {@link Tree#remove}. */
  public void remove(String path) throws FileError {
    change(movable(path), path, Tree::remove);
  }

  /** Removes a name with everything below; the root stays. */
  public void removeAll(String path) throws FileError {
    if (stat(path, false).isFolder()) {
      for (String name : list(path)) {
        removeAll(path + "/" + name);
      }
    }
    remove(path);
  }

  /** See {@link Tree#rename}. */
  public void rename(String from, String to) throws FileError {
    Spot source = movable(from);
    Spot target = named(to);
    if (target.stat != null) {
      movable(to);
    }
    change(onOneDevice(source, target, from), to, (tree, inside) -> tree.rename(source.inside(), inside));
  }

  /** See {@link Tree#chmod}. */
  public void chmod(String path, int mode) throws FileError {
    change(existing(path, true), path, (tree, inside) -> tree.chmod(inside, mode));
  }

  /** See {@link Tree#chown}. */
  public void chown(String path, Owner owner, boolean follow) throws FileError {
    change(existing(path, follow), path, (tree, inside) -> tree.chown(inside, owner));
  }

  /** See {@link Tree#touch}. */
  public void touch(String path, Instant modified, boolean follow) throws FileError {
    change(existing(path, follow), path, (tree, inside) -> tree.touch(inside, modified));
  }

  /** Everything at and below a path, each directory before what is in it; a link at its end is not followed. */
  public List<Tree.Item> snapshot(String path) throws FileError {
    List<Tree.Item> items = new ArrayList<>();
    collect(existing(path, false), "", items);
    return items;
  }

  private void collect(Spot spot, String name, List<Tree.Item> items) throws FileError {
    Tree.Item item = at(spot, spot.path, (tree, inside) -> tree.snapshot(inside, name));
    items.add(item);
    if (item.stat().isFolder()) {
      for (String child : at(spot, spot.path, Tree::list)) {
        try {
          collect(below(spot, child), name.isEmpty() ? child : name + "/" + child, items);
        } catch (FileError e) {
          // What is gone by now is left out.
          if (e.kind() != Kind.NOT_FOUND) {
            throw e;
          }
        }
      }
    }
  }
}
