package io.longshore.embedded.internal.engine;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Gate;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.process.Signals;
import io.longshore.embedded.internal.process.User;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HostConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container and the rules of its life. Its own lock guards its state; nothing blocks under it but its own waits. */
public final class Container extends ContainerDefinition {
  static final String START_FAILED = "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed:"
      + " unable to start container process: ";

  private final Attachments attached = new Attachments();
  private final ContainerExecs execs;
  private final HealthMonitor health;
  private final Gate frozen = new Gate();
  private HostConfig hostConfig;
  private volatile MountedTree view;

  private @Nullable ContainerProcess process;
  private boolean paused;
  private boolean restarting;
  private boolean stopRequested;
  private boolean removing;
  private boolean removed;
  private boolean started;
  private int exitCode;
  private String error = "";
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private int exits;
  private int lastExitCode;
  private final Restarts restarts = new Restarts();

  Container(
      Engine engine,
      String name,
      Image image,
      ContainerConfig config,
      HostConfig hostConfig,
      Map<String, EndpointSettings> endpoints,
      List<ContainerMount> mounts) {
    super(engine, name, image, config, hostConfig, endpoints, mounts);
    this.execs = new ContainerExecs(engine, this);
    this.health = new HealthMonitor(engine, this);
    this.hostConfig = hostConfig;
    this.view = MountedTree.of(files());
  }

  /** The files as its programs see them. */
  MountedTree view() {
    return view;
  }

  /** Notes that something was done with its files. */
  public void tell(String action) {
    engine.events().container(action, this, Map.of());
  }

  /** The variables that its links add to the environment of its processes. */
  Map<String, String> linkVariables() {
    return Links.variables(this, engine.containers());
  }

  /** The host's settings. */
  public synchronized HostConfig hostConfig() {
    return hostConfig;
  }

  /** Changes the host's settings. */
  public synchronized void hostConfig(HostConfig changed) {
    hostConfig = changed;
  }

  /** Its further processes. */
  public ContainerExecs execs() {
    return execs;
  }

  /** What it does now. */
  public synchronized RunState state() {
    String status = removing ? "removing" : RunState.status(process != null, restarting, paused, started);
    long pid = process == null ? 0 : process.pid();
    return new RunState(status, isRunning(), paused, restarting, pid, exitCode, error, startedAt, finishedAt,
        restarts.count(), health.health());
  }

  /** Whether it runs, is paused or waits for its next start. */
  public synchronized boolean isRunning() {
    return process != null || restarting;
  }

  /** What stops its processes while it is paused. */
  Gate frozen() {
    return frozen;
  }

  /**
   * Starts it. One that is to be removed at its end is removed when it cannot start.
   *
   * @return false if it runs already
   */
  public boolean start() {
    try {
      return startNow();
    } catch (EngineError e) {
      if (!isRunning() && Boolean.TRUE.equals(hostConfig().autoRemove())) {
        engine.containers().removeEnded(this);
      }
      throw e;
    }
  }

  private synchronized boolean startNow() {
    if (paused) {
      throw EngineError.conflict("cannot start a paused container, try unpause instead");
    }
    if (process != null || restarting) {
      return false;
    }
    if (removing || removed) {
      throw EngineError.conflict("container is marked for removal and cannot be started");
    }
    restarts.reset();
    launch();
    return true;
  }

  private void launch() {
    List<String> argv = argv();
    Program program;
    ContainerProcess.Setup setup;
    try {
      // The exit codes are what stays when the line after them fails.
      exitCode = 128;
      view = mounts().forPrograms();
      User user = userOfStart();
      exitCode = 127;
      program = image().require(argv.get(0), config().workingDir(), view, START_FAILED);
      exitCode = 128;
      Links.apply(this, engine.containers());
      // All that can fail comes before the networks are joined.
      setup = ContainerProcess.Setup.of(this, argv, config().env(), tty(), config().workingDir(), user);
      mounts().tell("mount");
      networks().start(hostConfig, config().exposedPorts().keySet());
    } catch (EngineError e) {
      exitCode = exitCode == 127 || e.words().endsWith(Exec.WRONG_MOUNT) ? Image.exitCode(e) : exitCode;
      error = e.words();
      throw e;
    }
    stopRequested = false;
    restarting = false;
    error = "";
    exitCode = 0;
    started = true;
    startedAt = Instant.now();
    ContainerProcess running = new ContainerProcess(
        engine.nextPid(),
        true,
        setup,
        program,
        new Broadcast(logs().newRun(), attached),
        frozen);
    running.resize(TerminalSize.of(hostConfig.consoleSize()));
    if (!Boolean.TRUE.equals(config().openStdin())) {
      running.stdin().end();
    }
    process = running;
    running.onExit(code -> ended(running, code));
    engine.events().container("start", this, Map.of());
    health.start();
    running.start();
    notifyAll();
  }

  /** Engines look the user up when they start the container: a user that is not there is a start that failed. */
  private User userOfStart() {
    try {
      return User.of(config().user(), hostConfig.groupAdd());
    } catch (EngineError e) {
      throw EngineError.failed(e.words());
    }
  }

  private void ended(ContainerProcess ended, int code) {
    boolean remove = false;
    List<FrameQueue> ending;
    synchronized (this) {
      if (process != ended) {
        return;
      }
      Instant start = startedAt;
      process = null;
      notifyAll();
      paused = false;
      frozen.open();
      exitCode = code;
      finishedAt = Instant.now();
      exits++;
      lastExitCode = code;
      health.stop();
      networks().end();
      mounts().tell("unmount");
      engine.events().died(this, code, start, finishedAt);
      if (!stopRequested && !engine.isClosed() && restarts.isDue(hostConfig.restartPolicy(), code)) {
        restarting = true;
        engine.later(restarts.delayAfter(start, Instant.now()), this::restartByPolicy);
      } else {
        remove = Boolean.TRUE.equals(hostConfig.autoRemove());
      }
      ending = attached.takeAll();
    }
    ending.forEach(FrameQueue::end);
    execs.killAll();
    if (remove && !engine.isClosed()) {
      engine.containers().removeEnded(this);
    }
  }

  private synchronized void restartByPolicy() {
    if (!restarting || engine.isClosed()) {
      return;
    }
    restarting = false;
    restarts.next();
    try {
      launch();
    } catch (EngineError e) {
      notifyAll();
    }
  }

  /**
   * Stops it: its stop signal, then SIGKILL.
   *
   * @param grace seconds; null for the container's own
   * @param asked the signal; null for the container's own
   * @return false if it does not run
   */
  public boolean stop(@Nullable Long grace, @Nullable String asked) throws InterruptedException {
    String signal = asked == null ? Signals.name(Objects.requireNonNullElse(config().stopSignal(), "SIGTERM"))
        : Signals.parse(asked, id());
    ContainerProcess running;
    synchronized (this) {
      stopRequested = true;
      if (restarting && process == null) {
        endRestarting();
        return true;
      }
      running = process;
      if (running == null) {
        return false;
      }
    }
    unfreeze();
    engine.events().killed(this, signal);
    running.signal(signal);
    long seconds = grace != null ? grace : config().stopTimeout() != null ? config().stopTimeout() : 10;
    boolean forEver = seconds < 0;
    long deadline = System.nanoTime() + Math.min(Math.max(0, seconds), 1_000_000_000L) * 1_000_000_000L;
    boolean ended;
    synchronized (this) {
      while (process == running) {
        long left = forEver ? 1_000_000_000L : deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        wait(left / 1_000_000 + 1);
      }
      ended = process != running;
    }
    if (!ended) {
      engine.events().killed(this, "SIGKILL");
    }
    end(running);
    engine.events().container("stop", this, Map.of());
    return true;
  }

  private void endRestarting() {
    restarting = false;
    notifyAll();
  }

  /** Sends a signal. */
  public void kill(String signal, String asNamed) {
    String signalName = Signals.parse(signal, asNamed);
    ContainerProcess running;
    synchronized (this) {
      if (process == null && !restarting) {
        throw EngineError.conflict("cannot kill container: " + asNamed + ": container " + id() + " is not running");
      }
      running = process;
      String stopSignal = Signals.name(Objects.requireNonNullElse(config().stopSignal(), "SIGTERM"));
      stopRequested |= signalName.equals("SIGKILL") || signalName.equals(stopSignal);
      if (restarting && running == null) {
        endRestarting();
      }
    }
    engine.events().killed(this, signalName);
    if (running != null && signalName.equals("SIGKILL")) {
      end(running);
    } else if (running != null) {
      running.signal(signalName);
    }
  }

  /** Ends it at once without its rules, when the engine closes or removes it by force. */
  void killNow() {
    ContainerProcess running;
    synchronized (this) {
      stopRequested = true;
      endRestarting();
      running = process;
    }
    if (running != null) {
      engine.events().killed(this, "SIGKILL");
      end(running);
    }
  }

  /** Kills it and waits until its end is noted, perhaps by its own thread, which has ended just now. */
  private void end(ContainerProcess running) {
    running.kill(137);
    boolean interrupted = false;
    synchronized (this) {
      while (process == running) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops its programs where they are. */
  public synchronized void pause() {
    if (paused) {
      throw EngineError.conflict("Container " + id() + " is already paused");
    }
    checkRunning();
    if (restarting) {
      throw EngineError.conflict("Container " + id() + " is restarting, wait until the container is running");
    }
    paused = true;
    frozen.shut();
    health.stop();
    engine.events().container("pause", this, Map.of());
  }

  /** Resumes its programs. */
  public void unpause() {
    synchronized (this) {
      if (!paused) {
        throw EngineError.failed("Container " + id() + " is not paused");
      }
    }
    unfreeze();
    health.resume();
    engine.events().container("unpause", this, Map.of());
  }

  private synchronized void unfreeze() {
    paused = false;
    frozen.open();
  }

  /** Throws when it does not run. */
  public synchronized void checkRunning() {
    if (process == null && !restarting) {
      throw EngineError.conflict("container " + id() + " is not running");
    }
  }

  /** Marks it for removal; throws if it is running and not forced. */
  synchronized void startRemoval(boolean force, String asNamed) {
    if (removing) {
      throw EngineError.conflict("removal of container " + asNamed + " is already in progress");
    }
    if (isRunning() && !force) {
      String state = restarting && process == null ? "restarting" : "running";
      String why = paused
          ? "container is paused and must be unpaused first"
          : "container is " + state + ": stop the container before removing or force remove";
      throw EngineError.conflict("cannot remove container \"" + asNamed + "\": " + why);
    }
    removing = true;
    notifyAll();
  }

  synchronized void finishRemoval() {
    removed = true;
    notifyAll();
    attached.takeAll().forEach(FrameQueue::end);
  }

  /** How often it has exited, as the start of a wait for the next time. */
  public synchronized int exits() {
    return exits;
  }

  /**
   * Waits a while for a condition.
   *
   * @param condition {@code not-running}, {@code next-exit} or {@code removed}
   * @param exitsBefore what {@link #exits()} said when the wait began
   * @return whether it is reached
   */
  public synchronized boolean await(String condition, int exitsBefore, long millis) throws InterruptedException {
    if (!reached(condition, exitsBefore)) {
      wait(millis);
    }
    return reached(condition, exitsBefore);
  }

  /** The exit code that a wait reports: of the exit that it saw, even if the container runs again. */
  public synchronized int exitCodeSince(int exitsBefore) {
    return exits > exitsBefore ? lastExitCode : exitCode;
  }

  private boolean reached(String condition, int exitsBefore) {
    return switch (condition) {
      case "removed" -> removed;
      case "next-exit" -> exits > exitsBefore || removed;
      default -> process == null && !restarting || exits > exitsBefore;
    };
  }

  /**
   * Sends what it writes from now on, in this run or the next one, to a queue, too; an ended queue when it is removed.
   */
  public FrameQueue attach() {
    FrameQueue queue = new FrameQueue();
    synchronized (this) {
      attached.add(queue);
      if (removed) {
        detach(queue);
      }
    }
    return queue;
  }

  /** Ends {@link #attach()}. */
  public void detach(FrameQueue queue) {
    attached.remove(queue);
  }

  /** The first process, when it runs. */
  public synchronized @Nullable ContainerProcess process() {
    return process;
  }

  /** Waits until it runs; null when it is removed or the session ends before. */
  public synchronized @Nullable ContainerProcess awaitProcess(FrameQueue session) throws InterruptedException {
    while (process == null && !removed && !session.isEnded()) {
      wait(250);
    }
    return process;
  }
}
