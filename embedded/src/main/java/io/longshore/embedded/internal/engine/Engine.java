package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.network.Networks;
import io.longshore.generated.engine.model.ExecCreateRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Everything that an engine knows. */
public final class Engine {
  private final EventLog events = new EventLog();
  private final Registries registries = new Registries();
  private final ImageStore images = new ImageStore(events, registries);
  private final VolumeStore volumes = new VolumeStore(events);
  private final Networks networks = new Networks(events::network);
  private final Containers containers = new Containers(this);
  private final Map<String, Exec> execs = new ConcurrentHashMap<>();
  private final AtomicLong pids = new AtomicLong(1000);
  private final String id = java.util.UUID.randomUUID().toString();
  private final ScheduledExecutorService timer;
  private volatile boolean closed;

  /**
   * An engine with nothing on it.
   *
   * @param timer starts containers again; the caller ends it
   */
  public Engine(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** The engine's id. */
  public String id() {
    return id;
  }

  /** The containers. */
  public Containers containers() {
    return containers;
  }

  /** The images. */
  public ImageStore images() {
    return images;
  }

  /** The registries that images come from and go to. */
  public Registries registries() {
    return registries;
  }

  /** The volumes. */
  public VolumeStore volumes() {
    return volumes;
  }

  /** What happened. */
  public EventLog events() {
    return events;
  }

  /** The networks. */
  public Networks networks() {
    return networks;
  }

  long nextPid() {
    return pids.incrementAndGet();
  }

  // Nothing waits for it or stops it.
  @SuppressWarnings("FutureReturnValueIgnored")
  void later(Duration delay, Runnable task) {
    try {
      timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The engine closes; nothing starts again.
    }
  }

  /** Makes an exec. */
  public Exec newExec(Container container, ExecCreateRequest request, String asNamed) {
    Exec exec = container.execs().create(request, asNamed);
    execs.put(exec.id(), exec);
    return exec;
  }

  /** Finds an exec. */
  public Exec exec(String execId) {
    Exec exec = execs.get(execId);
    if (exec == null) {
      throw EngineError.notFound("No such exec instance: " + execId);
    }
    return exec;
  }

  void forgetExecs(Container container) {
    execs.values().removeIf(exec -> exec.container() == container);
  }

  /** Whether it closes. */
  public boolean isClosed() {
    return closed;
  }

  /** Ends every program. */
  public void close() {
    closed = true;
    containers.list().forEach(Container::killNow);
  }
}
