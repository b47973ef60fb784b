package io.longshore.embedded.internal.engine;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.Ids;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.process.User;
import io.longshore.generated.engine.model.ExecCreateRequest;
import io.longshore.generated.engine.model.ExecInspect;
import io.longshore.generated.engine.model.ProcessConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A further process in a container. */
public final class Exec {
  private static final String START_FAILED = "OCI runtime exec failed: exec failed: unable to start container process: ";
  static final String WRONG_MOUNT = ": Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the"
      + " expected type";

  private final String id = Ids.next();
  private final Container container;
  private final ExecCreateRequest request;
  private final String userName;
  private final User user;
  private @Nullable ContainerProcess process;
  private boolean started;
  private @Nullable Integer exitCode;
  private boolean detached;
  private TerminalSize size = TerminalSize.UNKNOWN;

  Exec(Container container, ExecCreateRequest request, String userName, User user) {
    this.container = container;
    this.request = request;
    this.userName = userName;
    this.user = user;
  }

  /** The id. */
  public String id() {
    return id;
  }

  /** The container that it runs in. */
  public Container container() {
    return container;
  }

  /** What was asked for. */
  public ExecCreateRequest request() {
    return request;
  }

  /** Whom it runs as. */
  User user() {
    return user;
  }

  /** Whether it has a terminal. */
  public boolean tty() {
    return Boolean.TRUE.equals(request.tty());
  }

  /** Marks it as started, which happens once only. */
  public synchronized void claim() {
    if (started) {
      String state = process != null && exitCode == null ? " is already running" : " has already run";
      throw EngineError.conflict("exec command " + id + state);
    }
    started = true;
  }

  /** Starts the process; {@link #claim()} comes first. */
  public ContainerProcess start(OutputSink sink) {
    Program program;
    try {
      checkDirectory();
      program = container.image().require(request.cmd().get(0), directory(), container.view(), START_FAILED);
    } catch (EngineError e) {
      synchronized (this) {
        exitCode = Image.exitCode(e);
      }
      throw e;
    }
    ContainerProcess first = container.process();
    ContainerProcess running = container.execs().start(this, program, sink);
    synchronized (this) {
      process = running;
      notifyAll();
    }
    running.onExit(
        code -> {
          synchronized (this) {
            exitCode = code;
          }
        });
    if (container.process() != first) {
      // The container ended meanwhile, and its end did not see this process yet.
      kill();
    }
    return running;
  }

  /** Where it starts; empty for the root. */
  String directory() {
    String own = Objects.requireNonNullElse(request.workingDir(), "");
    return own.isEmpty() ? Objects.requireNonNullElse(container.config().workingDir(), "") : own;
  }

  private void checkDirectory() {
    String directory = Objects.requireNonNullElse(request.workingDir(), "");
    if (directory.isEmpty()) {
      return;
    }
    String words = START_FAILED + "chdir to cwd (\"" + directory + "\") set in config.json failed: ";
    try {
      if (!container.view().stat(directory, true).isFolder()) {
        throw EngineError.invalid(words + "not a directory" + WRONG_MOUNT);
      }
    } catch (FileError e) {
      throw EngineError.invalid(words + e.goWords());
    }
  }

  /** The size that its terminal starts with. */
  public synchronized TerminalSize size() {
    return size;
  }

  /** Sets the size that its terminal starts with. */
  public synchronized void size(TerminalSize changed) {
    size = changed;
  }

  /**
   * Waits for its start.
   *
   * @param millis at most this long
   * @return null if it has not been started
   */
  public synchronized @Nullable ContainerProcess awaitProcess(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; process == null && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    return process;
  }

  /** Notes that the detach keys were typed: engines then report that the exec has ended, although it has not. */
  public synchronized void detached() {
    detached = true;
  }

  /** Ends it with its container. */
  void kill() {
    ContainerProcess running;
    synchronized (this) {
      running = process;
    }
    if (running != null) {
      running.kill(137);
    }
  }

  /** Whether it still exists for its container's list. */
  public synchronized boolean isOver() {
    return exitCode != null;
  }

  /** What an engine reports about it. */
  public synchronized ExecInspect inspect() {
    // Engines have noted the exit when the output ends, and what notes it here may be a moment late.
    if (exitCode == null && process != null && process.exit().isDone()) {
      exitCode = process.exit().join();
    }
    List<String> command = request.cmd();
    ExecInspect.Builder inspect = ExecInspect.builder()
        .id(id)
        .running(process != null && exitCode == null && !detached)
        .processConfig(
            ProcessConfig.builder()
                .tty(tty())
                .entrypoint(command.get(0))
                .arguments(command.subList(1, command.size()))
                .privileged(Boolean.TRUE.equals(request.privileged()))
                .user(userName.isEmpty() ? null : userName)
                .build())
        .openStdin(Boolean.TRUE.equals(request.attachStdin()))
        .openStdout(Boolean.TRUE.equals(request.attachStdout()))
        .openStderr(Boolean.TRUE.equals(request.attachStderr()))
        .canRemove(false)
        .containerId(container.id())
        .detachKeys("")
        .pid(process == null ? 0L : process.pid());
    if (exitCode == null && detached) {
      return inspect.exitCode(126L).build();
    }
    return exitCode == null ? inspect.build() : inspect.exitCode((long) exitCode).build();
  }
}
