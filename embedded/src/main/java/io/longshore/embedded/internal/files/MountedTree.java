package io.longshore.embedded.internal.files;

import io.longshore.embedded.internal.files.FileError.Kind;
import io.longshore.embedded.internal.files.Walk.Place;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tree with others mounted in it. Links lead where they lead in the whole, also those in a mounted tree: none leads
 * out of it.
 */
public final class MountedTree implements Tree {
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
  private final Walk.Ground<Spot> ground = new Walk.Ground<>() {
    @Override
    public Spot root() throws FileError {
      return spot("/");
    }

    @Override
    public Spot child(Spot directory, String name) throws FileError {
      return spot(directory.path.equals("/") ? "/" + name : directory.path + "/" + name);
    }

    @Override
    public @Nullable FileKind kind(Spot place) {
      return place.stat == null ? null : place.stat.kind();
    }

    @Override
    public String target(Spot link) {
      return Objects.requireNonNull(link.stat).target();
    }
  };

  /**
   * A tree.
   *
   * @param mounts the one at {@code /} is the tree that the others are in
   */
  public MountedTree(List<Mount> mounts) {
    this.mounts = mounts.stream().sorted(Comparator.comparing(Mount::path)).toList();
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
      stat = mount.tree.stat(mount.inside(path), false);
    } catch (FileError e) {
      if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.NOT_A_FOLDER) {
        throw new FileError(e.kind(), path);
      }
    }
    return new Spot(mount, path, stat);
  }

  private Spot find(String path, boolean follow) throws FileError {
    Place<Spot> place = new Walk<>(ground, path, false).end(follow);
    return place.at();
  }

  private Spot existing(String path, boolean follow) throws FileError {
    Spot spot = find(path, follow);
    if (spot.stat == null) {
      throw new FileError(Kind.NOT_FOUND, path);
    }
    return spot;
  }

  private Spot free(String path) throws FileError {
    Spot spot = find(path.replaceFirst("(?<=.)/+$", ""), false);
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

  @Override
  public FileStat stat(String path, boolean follow) throws FileError {
    return Objects.requireNonNull(existing(path, follow).stat);
  }

  @Override
  public String real(String path) throws FileError {
    return new Walk<>(ground, path, true).end(true).path();
  }

  @Override
  public List<String> list(String path) throws FileError {
    return at(existing(path, true), path, Tree::list);
  }

  @Override
  public void makeFolder(String path, int mode, Owner owner) throws FileError {
    change(free(path), path, (tree, inside) -> tree.makeFolder(inside, mode, owner));
  }

  @Override
  public void makeLink(String target, String path, Owner owner) throws FileError {
    change(free(path), path, (tree, inside) -> tree.makeLink(target, inside, owner));
  }

  @Override
  public void makeFifo(String path, int mode, Owner owner) throws FileError {
    change(free(path), path, (tree, inside) -> tree.makeFifo(inside, mode, owner));
  }

  @Override
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

  @Override
  public InputStream read(String path) throws FileError {
    return at(existing(path, true), path, Tree::read);
  }

  @Override
  public OutputStream write(String path, boolean append, Owner owner) throws FileError {
    Spot spot = find(path, true);
    if (spot.mount.readOnly) {
      throw new FileError(Kind.READ_ONLY, path);
    }
    return at(spot, path, (tree, inside) -> tree.write(inside, append, owner));
  }

  @Override
  public void resize(String path, long size) throws FileError {
    change(existing(path, true), path, (tree, inside) -> tree.resize(inside, size));
  }

  @Override
  public void remove(String path) throws FileError {
    change(movable(path), path, Tree::remove);
  }

  @Override
  public void rename(String from, String to) throws FileError {
    Spot source = movable(from);
    Spot target = find(to.replaceFirst("(?<=.)/+$", ""), false);
    if (target.stat != null) {
      movable(to);
    }
    change(onOneDevice(source, target, from), to, (tree, inside) -> tree.rename(source.inside(), inside));
  }

  @Override
  public void chmod(String path, int mode) throws FileError {
    change(existing(path, true), path, (tree, inside) -> tree.chmod(inside, mode));
  }

  @Override
  public void chown(String path, Owner owner, boolean follow) throws FileError {
    change(existing(path, follow), path, (tree, inside) -> tree.chown(inside, owner, false));
  }

  @Override
  public void touch(String path, Instant modified, boolean follow) throws FileError {
    change(existing(path, follow), path, (tree, inside) -> tree.touch(inside, modified, false));
  }

  @Override
  public List<Item> snapshot(String path, boolean follow) throws FileError {
    Spot top = existing(path, follow);
    List<Item> items = new ArrayList<>(at(top, path, (tree, inside) -> tree.snapshot(inside, false)));
    String above = top.path.equals("/") ? "/" : top.path + "/";
    for (Mount mount : mounts) {
      if (mount.path.length() > above.length() && mount.path.startsWith(above)) {
        String name = mount.path.substring(above.length());
        items.removeIf(item -> item.name().equals(name) || item.name().startsWith(name + "/"));
        for (Item item : mount.tree.snapshot(mount.inside(mount.path), false)) {
          items.add(item.named(item.name().isEmpty() ? name : name + "/" + item.name()));
        }
      }
    }
    return items;
  }

  @Override
  public long size() {
    return mounts.get(0).tree.size();
  }
}
