package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.MountType;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an engine checks of mounts. Nothing is mounted here, so sources need not exist. */
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
      String complaint = complaint(mount);
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
  static void checkPoints(HostConfig host) {
    Set<String> targets = new HashSet<>();
    host.tmpfs().keySet().forEach(target -> targets.add(GoPath.clean(target)));
    for (String bind : host.binds()) {
      checkPoint(parse(bind), targets);
    }
    for (Mount mount : host.mounts()) {
      checkPoint(mount, targets);
    }
  }

  private static void checkPoint(Mount mount, Set<String> targets) {
    String target = Objects.requireNonNullElse(mount.target(), "");
    if (!targets.add(GoPath.clean(target))) {
      throw EngineError.invalid("Duplicate mount point: " + target);
    }
    String source = Objects.requireNonNullElse(mount.source(), "");
    if (MountType.VOLUME.equals(mount.type()) && !source.isEmpty()) {
      checkVolumeName(source);
    }
  }

  /** The names of the volumes that a container mounts. */
  static Set<String> volumes(HostConfig host) {
    return Stream.concat(host.mounts().stream(), host.binds().stream().map(MountRules::parse))
        .filter(mount -> MountType.VOLUME.equals(mount.type()) && mount.source() != null && !mount.source().isEmpty())
        .map(Mount::source)
        .collect(Collectors.toSet());
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
    String complaint = complaint(mount);
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

  private static @Nullable String complaint(Mount mount) {
    String type = mount.type() == null ? "" : mount.type().value();
    String target = Objects.requireNonNullElse(mount.target(), "");
    String complaint = target.isEmpty() ? "field Target must not be empty" : targetComplaint(target);
    if (complaint == null) {
      complaint = sourceComplaint(mount, type, Objects.requireNonNullElse(mount.source(), ""));
    }
    return complaint == null ? null : "invalid mount config for type \"" + type + "\": " + complaint;
  }

  private static @Nullable String targetComplaint(String target) {
    return GoPath.clean(target).equals("/") ? "invalid specification: destination can't be '/'" : absolute(target);
  }

  private static @Nullable String absolute(String path) {
    return path.startsWith("/") ? null : "invalid mount path: '" + path + "' mount path must be absolute";
  }

  private static @Nullable String sourceComplaint(Mount mount, String type, String source) {
    return switch (type) {
      case "bind" -> source.isEmpty() ? "field Source must not be empty" : absolute(source);
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
