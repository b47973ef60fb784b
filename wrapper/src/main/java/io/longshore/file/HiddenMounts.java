package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.MountPoint;
import io.longshore.generated.engine.model.MountType;
import io.longshore.internal.Answered;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of a container that an engine's archives do not reach: only the running processes see them, and what an
 * archive writes to such a path is hidden. Archives include volumes and binds. Mounts never change in a container's
 * life.
 */
final class HiddenMounts {
  static final HiddenMounts NONE = new HiddenMounts(Map.of(), false);

  /** The memory mounts of every Linux container. */
  private static final List<String> BUILT_IN = List.of("/proc", "/sys", "/dev", "/dev/shm");

  /** The mount points, and whether they are hidden from archives. */
  private final Map<String, Boolean> hidden;
  private final boolean chosen;

  private HiddenMounts(Map<String, Boolean> hidden, boolean chosen) {
    this.hidden = hidden;
    this.chosen = chosen;
  }

  static HiddenMounts of(ContainerInspect container) {
    if ("windows".equals(container.platform())) {
      return NONE;
    }
    Map<String, Boolean> hidden = new HashMap<>();
    BUILT_IN.forEach(path -> hidden.put(path, true));
    // Later ones win: a volume may replace one of the engine's own mounts.
    HostConfig host = container.hostConfig();
    if (host != null) {
      host.tmpfs().keySet().forEach(path -> add(hidden, path, true));
      for (Mount mount : Answered.withoutNulls(host.mounts())) {
        add(hidden, mount.target(), MountType.TMPFS.equals(mount.type()));
      }
    }
    for (MountPoint mount : Answered.withoutNulls(container.mounts())) {
      add(hidden, mount.destination(), MountType.TMPFS.equals(mount.type()));
    }
    boolean chosen = hidden.entrySet().stream()
        .anyMatch(mount -> mount.getValue() && !BUILT_IN.contains(mount.getKey()));
    return new HiddenMounts(Map.copyOf(hidden), chosen);
  }

  private static void add(Map<String, Boolean> hidden, @Nullable String path, boolean memory) {
    if (path == null || !path.startsWith("/")) {
      return;
    }
    try {
      hidden.put(ContainerPath.of("the path", path).path(), memory);
    } catch (IllegalArgumentException e) {
      throw new DockerException(
          "the engine sent a mount of the container with an invalid path, " + Answered.shown(path) + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Whether there are more than those that every container has. */
  boolean chosen() {
    return chosen;
  }

  /** Throws for a path that archives do not reach. */
  void check(String path) {
    String mount = over(path);
    if (mount != null) {
      throw refused(path, "is in a memory mount (" + mount + ")");
    }
  }

  /** The same for the path that a link leads to. */
  void check(ContainerPath link, String path) {
    String mount = over(path);
    if (mount != null) {
      throw refused(link.path(), "leads to " + path + " in a memory mount (" + mount + ")");
    }
  }

  /** The hidden mount that a path is in. */
  private @Nullable String over(String path) {
    for (String at = path; at.length() > 1; at = at.substring(0, Math.max(1, at.lastIndexOf('/')))) {
      Boolean known = hidden.get(at);
      if (known != null) {
        return known ? at : null;
      }
    }
    return null;
  }

  /** Hidden mounts in a directory, by their paths from there. */
  List<String> inside(String directory) {
    String start = directory.equals("/") ? directory : directory + "/";
    return hidden.keySet().stream()
        .filter(path -> path.startsWith(start) && Boolean.TRUE.equals(hidden.get(path)))
        .map(path -> path.substring(start.length()))
        .sorted()
        .toList();
  }

  static ArchiveException refused(String path, String why) {
    return new ArchiveException(
        path,
        why + ", which engines cannot copy to or from: they would read and write what that mount hides. While the container is"
            + " running, use exec(…): 'tar -x' with stdin(…) writes, and cat or 'tar -c' reads",
        null);
  }
}
