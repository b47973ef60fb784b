package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.ContainerMount;
import io.longshore.embedded.internal.files.Names;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.MountType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an engine checks of mounts. */
final class MountRules {
  private static final Pattern VOLUME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  /** The words of a bind's mode; of each group there may be one. */
  private static final List<Set<String>> MODES = List.of(
      Set.of("rw", "ro"),
      Set.of("z", "Z"),
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave"),
      Set.of("nocopy"),
      Set.of("consistent", "cached", "delegated"));

  private MountRules() {}

  /** What is checked first, before the image is looked for. */
  static void check(HostConfig host) {
    for (Mount mount : host.mounts()) {
      String complaint = complaint(mount, true);
      if (complaint != null) {
        throw EngineError.invalid(complaint);
      }
    }
    for (String target : host.tmpfs().keySet()) {
      String complaint = targetComplaint(target);
      if (complaint != null) {
        throw EngineError.invalid(complaint);
      }
    }
  }

  /** What is checked last, when the container is otherwise fine: binds, double targets and the names of volumes. */
  static List<ContainerMount> mounts(HostConfig host) {
    Set<String> targets = new HashSet<>();
    List<ContainerMount> mounts = new ArrayList<>();
    host.tmpfs().forEach(
        (target, options) -> {
          Mount memory = Mount.builder().type(MountType.TMPFS).target(Names.clean(target)).build();
          targets.add(Names.clean(target));
          mounts.add(new ContainerMount(memory, options, "", false, false, false));
        });
    for (String from : host.volumesFrom()) {
      String[] parts = from.split(":", 2);
      if (parts.length > 1 && !isMode(parts[1])) {
        throw EngineError.invalid("invalid mode: " + parts[1]);
      }
    }
    for (String bind : host.binds()) {
      String[] parts = bind.split(":", -1);
      Mount mount = parse(bind);
      checkPoint(mount, targets);
      String mode = parts.length > 2 ? parts[2] : MountType.VOLUME.equals(mount.type()) ? "z" : "";
      boolean copies = !List.of(mode.split(",")).contains("nocopy");
      mounts.add(new ContainerMount(clean(mount), mode, "", copies, true, true));
    }
    for (Mount mount : host.mounts()) {
      checkPoint(mount, targets);
      if (MountType.IMAGE.equals(mount.type())) {
        throw EngineError.unsupported("the embedded engine does not mount images");
      }
      boolean isVolume = MountType.VOLUME.equals(mount.type());
      boolean copies = mount.volumeOptions() == null || !Boolean.TRUE.equals(mount.volumeOptions().noCopy());
      mounts.add(new ContainerMount(clean(mount), isVolume ? "z" : "", "", copies, creates(mount), true));
    }
    return mounts;
  }

  private static boolean creates(Mount mount) {
    return mount.bindOptions() != null && Boolean.TRUE.equals(mount.bindOptions().createMountpoint());
  }

  private static Mount clean(Mount mount) {
    return mount.toBuilder().target(Names.clean(Objects.requireNonNull(mount.target()))).build();
  }

  private static void checkPoint(Mount mount, Set<String> targets) {
    String target = Objects.requireNonNullElse(mount.target(), "");
    if (!targets.add(Names.clean(target))) {
      throw EngineError.invalid("Duplicate mount point: " + target);
    }
    String source = Objects.requireNonNullElse(mount.source(), "");
    if (MountType.VOLUME.equals(mount.type()) && !source.isEmpty()) {
      checkVolumeName(source);
    }
  }

  /** What an engine takes as the name of a volume. */
  static void checkVolumeName(String source) {
    if (VOLUME.matcher(source).matches()) {
      return;
    }
    throw EngineError.invalid(source.length() == 1
        ? "create " + source + ": volume name is too short, names should be at least two alphanumeric characters"
        : "create " + source + ": \"" + source + "\" includes invalid characters for a local volume name, only"
            + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute"
            + " path");
  }

  private static Mount parse(String bind) {
    String invalid = "invalid volume specification: '" + bind + "'";
    String[] parts = bind.split(":", -1);
    if (parts[0].isEmpty() || parts.length > 3 || parts.length == 2 && isMode(parts[1])) {
      throw EngineError.failed(invalid);
    }
    if (parts.length == 3 && !isMode(parts[2])) {
      throw EngineError.failed("invalid mode: " + parts[2]);
    }
    Mount mount = Mount.builder()
        .type(parts[0].startsWith("/") && parts.length > 1 ? MountType.BIND : MountType.VOLUME)
        .source(parts.length > 1 ? parts[0] : null)
        .target(parts[parts.length == 1 ? 0 : 1])
        .build();
    String complaint = complaint(mount, false);
    if (complaint != null) {
      throw EngineError.failed(invalid + ": " + complaint);
    }
    return mount;
  }

  private static boolean isMode(String text) {
    if (text.isEmpty()) {
      return true;
    }
    List<String> words = List.of(text.split(",", -1));
    return words.stream().allMatch(word -> MODES.stream().anyMatch(group -> group.contains(word)))
        && MODES.stream().allMatch(group -> words.stream().filter(group::contains).count() < 2);
  }

  private static @Nullable String complaint(Mount mount, boolean mustExist) {
    String type = mount.type() == null ? "" : mount.type().value();
    String target = Objects.requireNonNullElse(mount.target(), "");
    String complaint = target.isEmpty() ? "field Target must not be empty" : targetComplaint(target);
    if (complaint == null) {
      complaint = sourceComplaint(mount, type, Objects.requireNonNullElse(mount.source(), ""), mustExist);
    }
    return complaint == null ? null : "invalid mount config for type \"" + type + "\": " + complaint;
  }

  private static @Nullable String targetComplaint(String target) {
    return Names.clean(target).equals("/") ? "invalid specification: destination can't be '/'" : absolute(target);
  }

  private static @Nullable String absolute(String path) {
    return path.startsWith("/") ? null : "invalid mount path: '" + path + "' mount path must be absolute";
  }

  private static @Nullable String sourceComplaint(
      Mount mount, String type, String source, boolean mustExist) {
    return switch (type) {
      case "bind" -> {
        String wrong = source.isEmpty() ? "field Source must not be empty" : absolute(source);
        boolean missing = wrong == null && mustExist && !creates(mount) && !Files.exists(Path.of(source));
        yield missing ? "bind source path does not exist: " + source : wrong;
      }
      case "volume" ->
        source.isEmpty() && Boolean.TRUE.equals(mount.readOnly())
            ? "must not set ReadOnly mode when using anonymous volumes"
            : null;
      case "tmpfs" -> source.isEmpty() ? null : "field Source must not be specified";
      case "image" -> source.isEmpty() ? "field Source must not be empty" : null;
      default -> "mount type unknown";
    };
  }
}
