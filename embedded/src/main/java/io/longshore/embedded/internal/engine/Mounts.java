package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.HostTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.MountedTree.Mount;
import io.longshore.embedded.internal.files.Owner;
import io.longshore.embedded.internal.files.TarReader;
import io.longshore.embedded.internal.files.TarWriter;
import io.longshore.embedded.internal.files.Tree;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.MountType;
import io.longshore.generated.engine.model.TmpfsOptions;
import io.longshore.generated.engine.model.VolumeCreateRequest;
import io.longshore.generated.engine.model.VolumeOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The mounts of a container, in the order of their places. */
public final class Mounts {
  private static final Set<String> TMPFS_WORDS = Set.of("", "ro", "rw", "exec", "noexec", "suid", "nosuid", "dev",
      "nodev", "sync", "async", "atime", "noatime", "relatime", "norelatime", "nr_inodes", "nr_blocks");

  private final Engine engine;
  private final ContainerDefinition container;
  private final boolean isReadOnly;
  private final List<ContainerMount> all = new ArrayList<>();

  Mounts(Engine engine, ContainerDefinition container, HostConfig host, List<ContainerMount> asked) {
    this.engine = engine;
    this.container = container;
    this.isReadOnly = Boolean.TRUE.equals(host.readonlyRootfs());
    Map<String, ContainerMount> byTarget = new LinkedHashMap<>();
    host.volumesFrom().forEach(other -> borrow(other, byTarget));
    asked.forEach(mount -> byTarget.put(Objects.requireNonNull(mount.spec().target()), mount));
    container.config().volumes().keySet().forEach(
        path -> byTarget.putIfAbsent(
            path,
            new ContainerMount(
                io.longshore.generated.engine.model.Mount.builder().type(MountType.VOLUME).target(path).build(),
                "", "", true, false, true)));
    all.addAll(byTarget.values());
    all.sort(Comparator.comparing(ContainerMount::target));
  }

  private void borrow(String text, Map<String, ContainerMount> byTarget) {
    String[] parts = text.split(":", 2);
    Container lender;
    try {
      lender = engine.containers().get(parts[0]);
    } catch (EngineError e) {
      throw EngineError.invalid(e.words());
    }
    boolean readOnly = parts.length > 1 && List.of(parts[1].split(",")).contains("ro");
    lender.mounts().list().forEach(mount -> byTarget.put(mount.target(), mount.lent(readOnly)));
  }

  /** All of them, but for the memory that only options ask for. */
  public List<ContainerMount> list() {
    return all.stream().filter(ContainerMount::shown).toList();
  }

  /** Whether a volume is among them. */
  public boolean use(String volume) {
    return all.stream().anyMatch(mount -> mount.volume().equals(volume));
  }

  /** Creates the volumes that are missing, and fills those that are empty. */
  void create() {
    for (int i = 0; i < all.size(); i++) {
      ContainerMount mount = all.get(i);
      if (mount.is(MountType.VOLUME) && mount.volume().isEmpty()) {
        mount = mount.of(Objects.requireNonNull(engine.volumes().create(request(mount)).name()));
        all.set(i, mount);
      }
    }
    try {
      for (ContainerMount mount : all) {
        if (mount.is(MountType.VOLUME) && mount.copies()) {
          fill(mount.target(), engine.volumes().files(mount.volume()));
        }
      }
    } catch (IOException e) {
      throw EngineError.failed(String.valueOf(e.getMessage()));
    }
  }

  private static VolumeCreateRequest request(ContainerMount mount) {
    VolumeCreateRequest.Builder request = VolumeCreateRequest.builder().name(mount.spec().source());
    VolumeOptions options = mount.spec().volumeOptions();
    if (options != null) {
      request.labels(options.labels());
      if (options.driverConfig() != null) {
        request.driverOpts(options.driverConfig().options());
      }
    }
    return request.build();
  }

  private void fill(String path, Tree volume) throws IOException {
    MountedTree image = MountedTree.of(container.files());
    if (!image.exists(path, true)) {
      image.makeFolders(image.real(path), 0755, Owner.ROOT);
    }
    FileStat stat = image.stat(path, true);
    if (!stat.isFolder()) {
      throw EngineError.failed("cannot mount volume over existing file, file exists " + path);
    }
    if (volume.list("/").isEmpty()) {
      ByteArrayOutputStream archive = new ByteArrayOutputStream();
      new TarWriter(image, path + "/.", ".").write(archive);
      new TarReader(MountedTree.of(volume), "", false, null).read(new ByteArrayInputStream(archive.toByteArray()));
      volume.chmod("/", stat.mode());
      volume.chown("/", stat.owner());
      volume.touch("/", stat.modified());
    }
  }

  /** What archives reach: all but what is in the memory of a program. */
  public MountedTree forArchives() {
    return mounted(all.stream().filter(mount -> !mount.is(MountType.TMPFS)).toList(), false);
  }

  /** What programs see in the next run, in which memory is empty. */
  MountedTree forPrograms() {
    return mounted(all, isReadOnly);
  }

  private MountedTree mounted(List<ContainerMount> mounts, boolean readOnly) {
    List<Mount> done = new ArrayList<>(List.of(new Mount("/", container.files(), "", false)));
    for (ContainerMount mount : mounts) {
      MountedTree before = new MountedTree(done);
      Tree tree = tree(mount, before);
      try {
        String root = subpath(mount, tree);
        done.add(new Mount(place(before, mount, tree, root), tree, root, mount.readOnly()));
      } catch (FileError e) {
        throw EngineError.failed(e.getFile() + ": " + e.goWords());
      }
    }
    done.set(0, new Mount("/", container.files(), "", readOnly));
    return new MountedTree(done);
  }

  private static String subpath(ContainerMount mount, Tree tree) throws FileError {
    VolumeOptions options = mount.spec().volumeOptions();
    String path = options == null || options.subpath() == null ? "" : options.subpath();
    if (path.isEmpty()) {
      return "";
    }
    MountedTree whole = MountedTree.of(tree);
    if (!whole.exists("/" + path, true)) {
      throw EngineError.failed("cannot access path " + VolumeStore.directory(mount.volume()) + "/" + path + ": lstat "
          + VolumeStore.directory(mount.volume()) + "/" + path + ": no such file or directory");
    }
    String real = whole.real("/" + path);
    return real.equals("/") ? "" : real;
  }

  /** Makes the place if it is missing. */
  private static String place(MountedTree before, ContainerMount mount, Tree tree, String root) throws FileError {
    String path = before.real(mount.target());
    boolean isFolder = tree.stat(root.isEmpty() ? "/" : root).isFolder();
    if (!before.exists(path, false)) {
      before.makeFolders(isFolder ? path : path.substring(0, path.lastIndexOf('/')), 0755, Owner.ROOT);
      if (!isFolder) {
        before.makeFile(path, 0755, Owner.ROOT);
      }
    }
    if (before.stat(path, false).isFolder() != isFolder) {
      throw EngineError.invalid(
          Container.START_FAILED + "error during container init: error mounting \"" + mount.point().source()
              + "\" to rootfs at \"" + mount.target() + "\": not a directory" + Exec.WRONG_MOUNT);
    }
    return path;
  }

  private Tree tree(ContainerMount mount, MountedTree before) {
    try {
      return mount.is(MountType.TMPFS)
          ? memory(mount, before)
          : mount.is(MountType.VOLUME) ? engine.volumes().files(mount.volume()) : host(mount);
    } catch (IOException e) {
      throw EngineError.failed("error while creating mount source path '" + mount.spec().source() + "': "
          + e.getClass().getSimpleName());
    }
  }

  private static Tree host(ContainerMount mount) throws IOException {
    Path source = Path.of(Objects.requireNonNull(mount.spec().source()));
    if (!Files.exists(source)) {
      if (!mount.creates()) {
        throw EngineError.invalid(
            "invalid mount config for type \"bind\": bind source path does not exist: " + source);
      }
      Files.createDirectories(source);
    }
    return new HostTree(source.toRealPath());
  }

  private static Tree memory(ContainerMount mount, MountedTree before) throws IOException {
    TmpfsOptions options = mount.spec().tmpfsOptions();
    Long size = options == null ? null : options.sizeBytes();
    Long mode = options == null ? null : options.mode();
    Owner owner = Owner.ROOT;
    for (String word : mount.mode().split(",")) {
      String[] pair = word.split("=", 2);
      String value = pair.length > 1 ? pair[1] : "";
      switch (pair[0]) {
        case "size" -> size = bytes(value);
        case "mode" -> mode = Long.parseLong(value, 8);
        case "uid" -> owner = new Owner(Integer.parseInt(value), owner.group());
        case "gid" -> owner = new Owner(owner.user(), Integer.parseInt(value));
        default -> {
          if (!TMPFS_WORDS.contains(pair[0])) {
            throw EngineError.failed("invalid tmpfs option \"" + pair[0] + "\"");
          }
        }
      }
    }
    FileTree memory = FileTree.empty(size == null || size == 0 ? FileTree.DEFAULT_LIMIT : size);
    // Otherwise it has the mode of its place, which is missing before the first run.
    int usual = before.exists(mount.target(), true) ? before.stat(mount.target(), true).mode() : 01777;
    memory.chmod("/", mode == null ? usual : mode.intValue());
    memory.chown("/", owner);
    memory.touch("/", Instant.now());
    return memory;
  }

  private static long bytes(String text) {
    if (!text.matches("\\d{1,9}[kKmMgG]?")) {
      throw EngineError.failed("invalid tmpfs option \"size\"");
    }
    int shift = "kmg".indexOf(Character.toLowerCase(text.charAt(text.length() - 1))) + 1;
    return Long.parseLong(text.replaceAll("\\D", "")) << 10 * shift;
  }

  /** Tells that the volumes are mounted or no longer. */
  void tell(String action) {
    for (ContainerMount mount : all) {
      if (mount.is(MountType.VOLUME)) {
        engine.events().volume(action, mount.volume(), attributes(action, mount));
      }
    }
  }

  private Map<String, String> attributes(String action, ContainerMount mount) {
    Map<String, String> attributes = new LinkedHashMap<>(Map.of("container", container.id()));
    if (action.equals("mount")) {
      attributes.putAll(
          Map.of("destination", mount.target(), "propagation", "", "read/write", String.valueOf(!mount.readOnly())));
    }
    return attributes;
  }

  /** Removes those volumes that were made for a container, unless others have them too. */
  void removeOwn() {
    for (ContainerMount mount : all) {
      if (mount.is(MountType.VOLUME) && Objects.requireNonNullElse(mount.spec().source(), "").isEmpty()
          && engine.containers().list().stream().noneMatch(other -> other.mounts().use(mount.volume()))) {
        engine.volumes().remove(mount.volume());
      }
    }
  }
}
