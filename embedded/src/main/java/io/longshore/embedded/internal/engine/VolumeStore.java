package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.Ids;
import io.longshore.generated.engine.model.VolumeCreateRequest;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.generated.engine.model.VolumeScope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The volumes of the engine, by name. */
public final class VolumeStore {
  private static final String ANONYMOUS = "com.docker.volume.anonymous";

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
        .mountpoint("/var/lib/docker/volumes/" + name + "/_data")
        .createdAt(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .labels(labels.isEmpty() ? null : labels)
        .options(request.driverOpts().isEmpty() ? null : request.driverOpts())
        .scope(VolumeScope.LOCAL)
        .build();
    volumes.put(name, made);
    events.volume("create", name);
    return made;
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
      events.volume("destroy", name);
    }
  }
}
