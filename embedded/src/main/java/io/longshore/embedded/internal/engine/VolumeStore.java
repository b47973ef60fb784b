package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Ids;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.HostTree;
import io.longshore.embedded.internal.files.Tree;
import io.longshore.generated.engine.model.VolumeCreateRequest;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.generated.engine.model.VolumeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The volumes of the engine, by name. */
public final class VolumeStore {
  private static final Set<String> BINDS = Set.of("bind", "rbind");
  private static final String ANONYMOUS = "com.docker.volume.anonymous";

  private final Map<String, Tree> files = new HashMap<>();
  private final Map<String, VolumeInspect> volumes = new LinkedHashMap<>();
  private final EventLog events;

  VolumeStore(EventLog events) {
    this.events = events;
  }

  /** Creates a volume, or returns the one that has the name. */
  public synchronized VolumeInspect create(VolumeCreateRequest request) {
    String wanted = request.name();
    boolean named = wanted != null && !wanted.isEmpty();
    String name = named ? Objects.requireNonNull(wanted) : Ids.next();
    VolumeInspect known = volumes.get(name);
    if (known != null) {
      return known;
    }
    Map<String, String> labels = new LinkedHashMap<>(request.labels());
    if (!named) {
      labels.put(ANONYMOUS, "");
    }
    VolumeInspect made = VolumeInspect.builder()
        .name(name)
        .driver("local")
        .mountpoint(directory(name))
        .createdAt(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .labels(labels.isEmpty() ? null : labels)
        .options(request.driverOpts().isEmpty() ? null : request.driverOpts())
        .scope(VolumeScope.LOCAL)
        .build();
    volumes.put(name, made);
    files.put(name, FileTree.empty(FileTree.DEFAULT_LIMIT));
    events.volume("create", name, Map.of());
    return made;
  }

  /** Where the engine says that a volume is. */
  static String directory(String name) {
    return "/var/lib/docker/volumes/" + name + "/_data";
  }

  /** What is in a volume: in memory, or what its options bind. */
  public Tree files(String name) {
    Map<String, String> options = Objects.requireNonNull(find(name)).options();
    String type = options.getOrDefault("type", "");
    String device = options.getOrDefault("device", "");
    boolean binds = List.of(options.getOrDefault("o", "").split(",")).stream().anyMatch(BINDS::contains);
    if (!binds && (type.isEmpty() || type.equals("tmpfs"))) {
      synchronized (this) {
        return Objects.requireNonNull(files.get(name));
      }
    }
    try {
      if (binds) {
        return new HostTree(Path.of(device).toRealPath());
      }
    } catch (IOException e) {
      throw notMounted(name, device, "flags: 0x1000: no such file or directory");
    }
    throw notMounted(name, device, "the embedded engine has no file system of type " + type);
  }

  /** How much a volume holds; nothing if that belongs to the host. */
  public synchronized long size(String name) {
    Tree own = files.get(name);
    return own == null ? 0 : own.size();
  }

  private static EngineError notMounted(String name, String device, String why) {
    String directory = directory(name);
    return EngineError.failed(
        "error while mounting volume '" + directory + "': failed to mount local volume: mount " + device + ":"
            + directory + ", " + why);
  }

  /** Returns null where there is none of the name. */
  public synchronized @Nullable VolumeInspect find(String name) {
    return volumes.get(name);
  }

  /** All of them. */
  public synchronized List<VolumeInspect> list() {
    return List.copyOf(volumes.values());
  }

  /** Whether it was made without a name. */
  public static boolean isAnonymous(VolumeInspect volume) {
    return volume.labels().containsKey(ANONYMOUS);
  }

  /** Forgets one. */
  public synchronized void remove(String name) {
    if (volumes.remove(name) != null) {
      files.remove(name);
      events.volume("destroy", name, Map.of());
    }
  }
}
