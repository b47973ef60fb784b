package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Ids;
import io.longshore.embedded.internal.network.ContainerNetworks;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HostConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The containers on the engine and their names. */
public final class Containers {
  private static final long CLEANING_NANOS = 100_000_000L;

  private static final Pattern NAME = Pattern.compile("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  private final Engine engine;
  private final Map<String, Container> containers = new LinkedHashMap<>();

  Containers(Engine engine) {
    this.engine = engine;
  }

  /** Creates a container; an empty name means one of the engine's making. */
  public Container create(
      String name,
      Image image,
      ContainerConfig config,
      HostConfig hostConfig,
      Map<String, EndpointSettings> endpoints,
      List<ContainerMount> mounts) {
    Container container;
    synchronized (this) {
      String own = name.isEmpty() ? freeName() : checked(name, "");
      HostConfig named = Links.named(hostConfig, own, this);
      container = new Container(engine, own, image, config, named, endpoints, mounts);
      containers.put(container.id(), container);
    }
    try {
      container.mounts().create();
    } catch (EngineError e) {
      synchronized (this) {
        containers.remove(container.id());
      }
      throw e;
    }
    engine.events().container("create", container, Map.of());
    return container;
  }

  private String freeName() {
    int tries = 0;
    String name;
    do {
      name = Ids.name(tries++);
    } while (named(name) != null);
    return name;
  }

  private String checked(String name, String shownSlash) {
    if (!NAME.matcher(name).matches()) {
      throw EngineError
          .invalid("Invalid container name (" + shownSlash + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }
    String bare = name.startsWith("/") ? name.substring(1) : name;
    Container holder = named(bare);
    if (holder != null) {
      throw EngineError
          .conflict("Conflict. The container name \"/" + bare + "\" is already in use by container \"" + holder.id()
              + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }
    return bare;
  }

  private @Nullable Container named(String name) {
    for (Container container : containers.values()) {
      if (container.name().equals(name)) {
        return container;
      }
    }
    return null;
  }

  /** Finds a container by id, name or the id's beginning, in this order. */
  public synchronized Container get(String text) {
    Container found = find(text);
    if (found == null) {
      throw EngineError.notFound("No such container: " + text);
    }
    return found;
  }

  /** Finds a container as {@link #get} does; null when there is none. */
  synchronized @Nullable Container find(String text) {
    Container found = containers.get(text);
    found = found == null ? named(text.startsWith("/") ? text.substring(1) : text) : found;
    if (found == null && text.matches("[0-9a-f]{1,64}")) {
      List<Container> matches = containers.values().stream().filter(each -> each.id().startsWith(text)).toList();
      if (matches.size() > 1) {
        throw EngineError.invalid("multiple IDs found with provided prefix: " + text);
      }
      return matches.isEmpty() ? null : matches.get(0);
    }
    return found;
  }

  /** Finds the networks of the container with this id. */
  synchronized @Nullable ContainerNetworks networks(String id) {
    Container found = containers.get(id);
    return found == null ? null : found.networks();
  }

  /** All containers, the newest first. */
  public synchronized List<Container> list() {
    List<Container> list = new ArrayList<>(containers.values());
    Collections.reverse(list);
    return list;
  }

  /** Gives a container another name. */
  public void rename(Container container, String name) {
    String old = container.name();
    synchronized (this) {
      if (name.isEmpty()) {
        throw EngineError.invalid("Neither old nor new names may be empty");
      }
      if (name.equals(old) || name.equals("/" + old)) {
        throw EngineError.invalid("Renaming a container with the same name as its current name");
      }
      try {
        container.name(checked(name, "/"));
      } catch (EngineError e) {
        throw new EngineError(e.kind(), "Error when allocating new name: " + e.words());
      }
    }
    engine.events().container("rename", container, Map.of("oldName", "/" + old));
  }

  /** Removes a container. */
  public void remove(Container container, boolean force, boolean volumes, String asNamed) {
    container.startRemoval(force, asNamed);
    container.killNow();
    forget(container, volumes);
  }

  /** Removes a container that ended by itself and was to be removed then. */
  void removeEnded(Container container) {
    try {
      container.startRemoval(false, container.name());
    } catch (EngineError e) {
      // Another request was faster.
      return;
    }
    forget(container, true);
  }

  private void forget(Container container, boolean volumes) {
    if (container.execs().endedWithContainer()) {
      // Engines take their time to clean up: a client that sees an exec end still gets its exit code.
      LockSupport.parkNanos(CLEANING_NANOS);
    }
    synchronized (this) {
      containers.remove(container.id());
    }
    engine.forgetExecs(container);
    if (volumes) {
      container.mounts().removeOwn();
    }
    engine.events().container("destroy", container, Map.of());
    container.finishRemoval();
  }
}
