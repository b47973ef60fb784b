package io.longshore.container;

import io.longshore.error.ConflictException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.file.ContainerFiles;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerDeleteOptions;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerInspectOptions;
import io.longshore.generated.engine.model.ContainerRestartOptions;
import io.longshore.generated.engine.model.ContainerStartOptions;
import io.longshore.generated.engine.model.ContainerState;
import io.longshore.generated.engine.model.ContainerStopOptions;
import io.longshore.generated.engine.model.ContainerTop;
import io.longshore.generated.engine.model.FilesystemChange;
import io.longshore.generated.engine.model.PortBinding;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.log.FollowedLog;
import io.longshore.internal.log.Logs;
import io.longshore.internal.options.AttachSettings;
import io.longshore.internal.options.Check;
import io.longshore.internal.options.DetachKeys;
import io.longshore.internal.options.ExecSettings;
import io.longshore.internal.options.LogSettings;
import io.longshore.internal.session.Execs;
import io.longshore.internal.stream.Reconnecting;
import io.longshore.internal.stream.SourceByteStream;
import io.longshore.internal.stream.SourceStream;
import io.longshore.internal.tar.WholeArchive;
import io.longshore.session.AttachOptions;
import io.longshore.session.ExecOptions;
import io.longshore.session.ExecResult;
import io.longshore.session.Session;
import io.longshore.stream.ByteStream;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogOptions;
import io.longshore.stream.LogStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container, known by its id or name. It holds no state, so nothing here goes stale: {@link #inspect()} asks the engine.
 * Every method fails with {@link NotFoundException} when the container is gone. Safe for use by many threads.
 */
public final class Container {
  private static final int SHORT_ID = 12;
  private static final Duration QUESTION = Duration.ofSeconds(1);

  private final ApiExecutor executor;
  private final String id;
  private final String shown;
  private final ContainerFiles files;

  /** With the name that the program gave it, which is null where an id or a name was all that it gave. */
  Container(ApiExecutor executor, String id, @Nullable String name) {
    this(Check.container(id), shown(Check.container(id), name), executor);
    // Built once here so that a text that can be no id fails at once and not at the first call.
    ContainerApi.containerInspect(this.id);
  }

  private Container(String id, String shown, ApiExecutor executor) {
    this.id = id;
    this.shown = shown;
    this.executor = executor.forCall("", id, shown);
    files = new ContainerFiles(this.executor, id);
  }

  private static String shown(String id, @Nullable String name) {
    String shortId = Check.isFullId(id) ? id.substring(0, SHORT_ID) : id;
    return name == null ? shortId : name + " (" + shortId + ")";
  }

  /** The one that the executor of another handle's method works for. */
  static Container of(ApiExecutor executor, String id) {
    return new Container(id, executor.nameOf(id), executor);
  }

  /** For messages: the name that the program knows, and the beginning of the id. */
  String shown() {
    return shown;
  }

  private ApiExecutor calls(String method) {
    return executor.forCall(method);
  }

  /**
   * What this handle was made with.
   *
   * @return the full id after creating; otherwise the id or name that was given, without the slash that lists show before names
   */
  public String id() {
    return id;
  }

  /**
   * Asks the engine for everything that it knows of the container.
   *
   * @return the state of this moment
   */
  public ContainerInspect inspect() {
    return calls("inspect").call(ContainerApi.containerInspect(id).request());
  }

  /**
   * Asks the engine for everything that it knows of the container.
   *
   * @param options whether to measure its file system too
   * @return the state of this moment
   */
  public ContainerInspect inspect(Consumer<ContainerInspectOptions> options) {
    ApiRequest<ContainerInspect> request = ContainerApi.containerInspect(id).options(options).request();
    return calls("inspect").call(request, request.query("size") == null ? Limits.ORDINARY : Limits.HEAVY);
  }

  /**
   * Starts it.
   *
   * @return false when it was running already
   * @throws io.longshore.error.BadRequestException when the program cannot be run; some engines say so with
   *     {@link NotFoundException} or {@link io.longshore.error.ServerErrorException}
   */
  public boolean start() {
    return start(options -> {});
  }

  /**
   * Starts it.
   *
   * @param options the keys that detach sessions of its terminal
   * @return false when it was running already
   * @throws io.longshore.error.BadRequestException when the program cannot be run; some engines say so with
   *     {@link NotFoundException} or {@link io.longshore.error.ServerErrorException}
   */
  public boolean start(Consumer<ContainerStartOptions> options) {
    return startFor("start", options);
  }

  boolean startFor(String method, Consumer<ContainerStartOptions> options) {
    ApiRequest<Void> request = ContainerApi.containerStart(id).options(options).request();
    if (request.query("detachKeys") != null) {
      DetachKeys.of(request.query("detachKeys"));
    }
    return changed(calls(method).exchange(request, Limits.ORDINARY).status());
  }

  /**
   * Asks the program to stop, and kills it after the grace period that it was made with: 10 seconds unless set.
   *
   * @return false when it was not running
   */
  public boolean stop() {
    return stop(options -> {});
  }

  /**
   * Asks the program to stop, and kills it after a grace period.
   *
   * @param grace rounded up to whole seconds; zero kills at once
   * @return false when it was not running
   */
  public boolean stop(Duration grace) {
    Check.notNegative("grace", grace);
    return stop(options -> options.grace(grace));
  }

  /**
   * Asks the program to stop, and kills it after a grace period.
   *
   * @param options the signal and the grace period; the container's own unless set
   * @return false when it was not running
   * @throws io.longshore.error.UnsupportedException for a signal, when the engine speaks an API before 1.42; {@link #kill(String)} and
   *     {@link #waitFor(Duration)} do the same there
   */
  public boolean stop(Consumer<ContainerStopOptions> options) {
    ApiRequest<Void> request = ContainerApi.containerStop(id).options(options).request();
    return changed(calls("stop").exchange(request, limits(request)).status());
  }

  /** Stops it as {@link #stop()} does when it runs, and starts it. */
  public void restart() {
    restart(options -> {});
  }

  /**
   * Stops it as {@link #stop(Duration)} does when it runs, and starts it.
   *
   * @param grace rounded up to whole seconds; zero kills at once
   */
  public void restart(Duration grace) {
    Check.notNegative("grace", grace);
    restart(options -> options.grace(grace));
  }

  /**
   * Stops it as {@link #stop(Consumer)} does when it runs, and starts it.
   *
   * @param options the signal and the grace period; the container's own unless set
   * @throws io.longshore.error.UnsupportedException for a signal, when the engine speaks an API before 1.42
   */
  public void restart(Consumer<ContainerRestartOptions> options) {
    ApiRequest<Void> request = ContainerApi.containerRestart(id).options(options).request();
    calls("restart").exchange(request, limits(request));
  }

  /** Unless set, the grace period is the container's own, and this client does not know it. */
  private static Limits limits(ApiRequest<?> stop) {
    String grace = stop.query("t");
    return grace == null ? Limits.HEAVY : Limits.waiting(Duration.ofSeconds(Long.parseLong(grace)));
  }

  /**
   * Kills the program.
   *
   * @throws ConflictException when it does not run
   */
  public void kill() {
    kill("SIGKILL");
  }

  /**
   * Sends the program a signal.
   *
   * @param signal a name such as {@code SIGHUP}, or a number
   * @throws ConflictException when it does not run
   */
  public void kill(String signal) {
    calls("kill").exchange(
        ContainerApi.containerKill(id).options(o -> o.signal(Check.text("signal", signal))).request(), Limits.ORDINARY);
  }

  /**
   * Freezes every process in it.
   *
   * @throws ConflictException when it does not run or is paused already
   */
  public void pause() {
    calls("pause").exchange(ContainerApi.containerPause(id).request(), Limits.ORDINARY);
  }

  /**
   * Lets its processes go on.
   *
   * @throws EngineException when it is not paused
   */
  public void unpause() {
    calls("unpause").exchange(ContainerApi.containerUnpause(id).request(), Limits.ORDINARY);
  }

  /**
   * Gives it another name. A handle that was made with the old name does not follow; one made with the id does.
   *
   * @param name the new name
   * @throws ConflictException when the name is taken
   */
  public void rename(String name) {
    calls("rename").exchange(
        ContainerApi.containerRename(id).options(o -> o.name(Check.container(Check.text("name", name)))).request(), Limits.ORDINARY);
  }

  /**
   * Removes it.
   *
   * @throws ConflictException when it runs
   */
  public void remove() {
    remove(options -> {});
  }

  /**
   * Removes it. This is what programs do last: a thread that is interrupted already does it all the same, and stays
   * interrupted; only a later interrupt ends it.
   *
   * @param options whether to kill it first, whether to remove its volumes
   * @throws ConflictException when it runs and is not to be killed
   */
  public void remove(Consumer<ContainerDeleteOptions> options) {
    removeFor("remove", options);
  }

  /**
   * Removes it if it exists; see {@link #removeIfExists(Consumer)}.
   *
   * @return false if it was gone already, or is being removed by somebody else
   * @throws ConflictException when it runs
   */
  public boolean removeIfExists() {
    return removeIfExists(options -> {});
  }

  /**
   * Removes it if it exists, and succeeds if it is gone already or is being removed by somebody else, such as one that removes
   * itself.
   *
   * @param options whether to kill it first, whether to remove its volumes
   * @return false if it was gone already, or is being removed by somebody else
   * @throws ConflictException when it runs and is not to be killed
   */
  public boolean removeIfExists(Consumer<ContainerDeleteOptions> options) {
    try {
      removeFor("removeIfExists", options);
      return true;
    } catch (NotFoundException | ConflictException e) {
      if (e instanceof ConflictException && !isBeingRemoved(e)) {
        throw e;
      }
      return false;
    }
  }

  private void removeFor(String method, Consumer<ContainerDeleteOptions> options) {
    ApiRequest<Void> request = ContainerApi.containerDelete(id).options(options).request();
    boolean interrupted = Thread.interrupted();
    try {
      calls(method).exchange(request, Limits.HEAVY);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks without much patience; null where the engine does not tell. */
  @Nullable Boolean hasEnded() {
    try {
      ContainerState state = calls("waitFor").within(QUESTION).call(ContainerApi.containerInspect(id).request()).state();
      return state == null || state.running() == null ? null : (Boolean) !state.running();
    } catch (NotFoundException e) {
      return true;
    } catch (DockerException e) {
      return null;
    }
  }

  static boolean isBeingRemoved(EngineException refused) {
    return refused.engineMessage().contains("already in progress");
  }

  /**
   * Removes a legacy link ({@code Links} of the host configuration) and neither of the two containers. This handle has to know
   * its container by name.
   *
   * @param alias the name under which this container knows the other one
   */
  public void removeLink(String alias) {
    calls("removeLink").exchange(
        ContainerApi.containerDelete(id + "/" + Check.container(Check.text("alias", alias))).options(o -> o.link()).request(),
        Limits.ORDINARY);
  }

  /**
   * Waits until it does not run; a container that was never started does not run. Waits as long as it takes: interrupt the
   * thread to give up.
   *
   * @return the exit code of its program; negative for the upper half of the 32 bits that Windows has
   */
  public int waitFor() {
    return ContainerWait.forExit(calls("waitFor"), id, WaitCondition.NOT_RUNNING, null);
  }

  /**
   * Waits until it does not run, but not for ever. A container that removes itself may be gone before: see {@link #openWait}.
   *
   * @param timeout how long to wait at most
   * @return the exit code of its program
   * @throws io.longshore.error.DeadlineException when it still runs then
   */
  public int waitFor(Duration timeout) {
    return waitFor(WaitCondition.NOT_RUNNING, timeout);
  }

  /**
   * Waits for a condition, but not for ever. It blocks: to see the exit of a container about to be started, use
   * {@link #openWait}.
   *
   * @param condition not running, the next exit, or removed
   * @param timeout how long to wait at most
   * @return the exit code of its program
   * @throws io.longshore.error.DeadlineException when the condition is not met then
   * @throws io.longshore.error.UnsupportedException for another condition than not running, when the engine speaks an API before 1.30
   */
  public int waitFor(WaitCondition condition, Duration timeout) {
    return ContainerWait.forExit(
        calls("waitFor"), id, Objects.requireNonNull(condition, "condition"), Check.positive("timeout", timeout));
  }

  /**
   * Begins to wait for a condition, without blocking: open it, start the container, await. When this has returned the engine
   * has registered the wait, and no exit after that is missed, also of a container that removes itself.
   *
   * @param condition not running, the next exit, or removed
   * @return the wait; close it
   * @throws io.longshore.error.UnsupportedException when the engine speaks an API before 1.30, and answers a wait at its end only
   */
  public ContainerWait openWait(WaitCondition condition) {
    return ContainerWait.open(calls("openWait"), id, Objects.requireNonNull(condition, "condition"));
  }

  /**
   * Lists the processes in it.
   *
   * @param psArguments arguments of the engine's {@code ps}, such as {@code -ef}; none for the usual ones
   * @return a table: titles, and a row for each process
   * @throws EngineException when it does not run
   */
  public ContainerTop top(String... psArguments) {
    String arguments = psArguments.length == 0 ? null : String.join(" ", Check.words("psArguments", psArguments));
    return calls("top").call(ContainerApi.containerTop(id).options(o -> o.psArgs(arguments)).request());
  }

  /**
   * Watches its resource use: a reading about every second, the first without a CPU percentage. While the container does not
   * run the readings are empty; when it is removed the stream is complete. An end while it runs is a
   * {@link io.longshore.error.StreamException}.
   *
   * @return the readings; read them, then close
   */
  public DockerStream<Stats> stats() {
    return Stats.stream(calls("stats"), id);
  }

  /**
   * Measures its resource use for a second, which a CPU percentage needs.
   *
   * @return the reading; an empty one when it does not run
   */
  public Stats statsOnce() {
    return Stats.one(calls("statsOnce"), id, false);
  }

  /**
   * Reads its resource use at once, without a CPU percentage; engines before API 1.41 take up to a second for it.
   *
   * @return the reading; an empty one when it does not run
   */
  public Stats statsWithoutCpu() {
    return Stats.one(calls("statsWithoutCpu"), id, true);
  }

  /**
   * Changes its limits while it runs or rests.
   *
   * @param options what to change
   * @return the engine's warnings, usually none
   */
  public List<String> update(Consumer<UpdateOptions> options) {
    return calls("update").call(ContainerApi.containerUpdate(id).body(Check.filled(new UpdateOptions(), options).request.build()).request()).warnings();
  }

  /**
   * The port of the host on which a published TCP port can be reached: where it is published several times, the first one of
   * an IPv4 address.
   *
   * @param containerPort the port in the container
   * @return the port on the host
   * @throws DockerException when the container does not run or does not publish that port
   */
  public int hostPort(int containerPort) {
    return hostPort(containerPort, "tcp");
  }

  /**
   * The port of the host on which a published port can be reached: where it is published several times, the first one of an
   * IPv4 address. {@link #inspect()} has them all.
   *
   * @param containerPort the port in the container
   * @param protocol {@code tcp}, {@code udp} or {@code sctp}
   * @return the port on the host
   * @throws DockerException when the container does not run or does not publish that port
   */
  public int hostPort(int containerPort, String protocol) {
    String key = Check.port("containerPort", containerPort) + "/" + Check.text("protocol", protocol);
    ContainerInspect now = calls("hostPort").call(ContainerApi.containerInspect(id).request());
    List<PortBinding> bindings = now.networkSettings() == null ? null : now.networkSettings().ports().get(key);
    if (bindings != null) {
      for (PortBinding binding : HostPorts.ipv4First(bindings)) {
        String port = binding == null ? null : binding.hostPort();
        if (port != null && !port.isEmpty()) {
          return Answered.port(port, key + " of the container " + shown);
        }
      }
    }
    throw new DockerException(
        "the container " + shown + " has no port of the host for " + key + ": it does not run, or it was made without publishing it",
        null);
  }

  /**
   * Reads its whole log so far.
   *
   * @return the log; read it, then close it
   */
  public LogStream logs() {
    return logs(options -> {});
  }

  /**
   * Reads its log.
   *
   * @param options from where, how much, and whether to follow
   * @return the log; read it, then close it
   * @throws io.longshore.error.UnsupportedException when the container's log driver keeps nothing that can be read, such as {@code none}
   */
  public LogStream logs(Consumer<LogOptions> options) {
    return Logs.open(calls("logs"), id, read(options));
  }

  /**
   * Follows its log line by line, with times, and connects again when the connection is lost: nothing comes twice, and where
   * the engine cannot prove that nothing is missing a {@link Followed.Gap} says so. It is complete when the container stops.
   *
   * @return the lines; read them, then close
   */
  public DockerStream<Followed<LogLine>> followLogs() {
    return followLogs(options -> {});
  }

  /**
   * Follows its log line by line, with times, and connects again when the connection is lost: nothing comes twice, and where
   * the engine cannot prove that nothing is missing a {@link Followed.Gap} says so. It is complete when the container stops.
   *
   * @param options from where and how much; following and times are always on
   * @return the lines; read them, then close. When the connection cannot be made again for
   *     {@link LogOptions#patience}, reading throws the last failure
   */
  public DockerStream<Followed<LogLine>> followLogs(Consumer<LogOptions> options) {
    LogSettings wanted = read(options);
    wanted.follow = true;
    wanted.timestamps = true;
    return new SourceStream<>(Reconnecting.open(new FollowedLog(calls("followLogs"), id, wanted), wanted.patience));
  }

  /**
   * Runs a program in it and collects what it writes.
   *
   * @param command the program and its arguments; no shell takes them apart
   * @return its exit code and its output
   * @throws ConflictException when the container does not run
   * @throws io.longshore.error.DeadlineException when the program takes longer than {@link io.longshore.Timeouts#call()}
   */
  public ExecResult exec(String... command) {
    return exec(options -> options.command(command));
  }

  /**
   * Runs a program in it and collects what it writes.
   *
   * @param options names at least the command
   * @return its exit code and its output
   * @throws ConflictException when the container does not run
   * @throws io.longshore.error.DeadlineException when the program or its output takes longer than it may; the message says whether the program runs on
   * @throws io.longshore.error.StreamException when the program ran on after the end of its output: the connection was cut, as proxies
   *     do with one that is quiet for long, or whose input has ended
   */
  public ExecResult exec(Consumer<ExecOptions> options) {
    return Execs.collect(calls("exec"), id, wanted(options));
  }

  /**
   * Starts a program in it, connected to this program: for input while it runs, a terminal, or output that is too much to
   * collect.
   *
   * @param options names at least the command
   * @return the session; the caller closes it
   * @throws ConflictException when the container does not run
   * @throws io.longshore.error.UnsupportedException when something between here and the engine does not pass on upgrades of connections
   */
  public Session openExec(Consumer<ExecOptions> options) {
    return Execs.open(calls("openExec"), id, wanted(options));
  }

  /**
   * Connects to the outputs of its own program, from now on; {@link #logs()} has what was written before. A container that has
   * not been started yet is read from its first byte.
   *
   * @return the session; the caller closes it
   */
  public Session attach() {
    return attach(options -> {});
  }

  /**
   * Connects to the standard streams of its own program, from now on; {@link #logs()} has what was written before. A container
   * that has not been started yet is read from its first byte; one that has ended is silent until it is started again.
   *
   * @param options which streams, and where they go
   * @return the session; the caller closes it
   * @throws DockerException when input is asked for and the container was made without
   *     {@link CreateOptions.Builder#openStdin}
   * @throws ConflictException when it is paused or restarting
   * @throws io.longshore.error.UnsupportedException when something between here and the engine does not pass on upgrades of connections
   */
  public Session attach(Consumer<AttachOptions> options) {
    AttachSettings settings = new AttachSettings();
    options.accept(new AttachOptions(settings));
    return attachFor("attach", settings);
  }

  Session attachFor(String method, AttachSettings settings) {
    return Attachments.open(calls(method), this, settings);
  }

  /**
   * Tells the terminal of its own program its size.
   *
   * @param columns characters in a row, 1 or more
   * @param rows rows, 1 or more
   * @throws EngineException when it does not run
   */
  public void resize(int columns, int rows) {
    calls("resize").exchange(
        ContainerApi.containerResize(id)
            .options(o -> o.w(Check.terminalSize("columns", columns)).h(Check.terminalSize("rows", rows)))
            .request(),
        Limits.ORDINARY);
  }

  /**
   * Its files: copying, reading and writing.
   *
   * @return a handle that holds no state
   */
  public ContainerFiles files() {
    return files;
  }

  /**
   * Copies a local file, folder or link into it: {@link ContainerFiles#copyTo(Path, String)}.
   *
   * @param source what to copy
   * @param target where to: into that folder, or under that name
   * @throws io.longshore.error.ArchiveException when source and target do not fit together, or a local file cannot be read
   */
  public void copyTo(Path source, String target) {
    files().copyTo(source, target);
  }

  /**
   * Copies a file, folder or link out of it: {@link ContainerFiles#copyFrom(String, Path)}.
   *
   * @param source what to copy
   * @param target where to: into that folder, or under that name
   * @return where the copy is
   * @throws io.longshore.error.ArchiveException when source and target do not fit together, an entry is not safe to write or a local
   *     file cannot be written
   */
  public Path copyFrom(String source, Path target) {
    return files().copyFrom(source, target);
  }

  /**
   * Reads its whole file system, without volumes and mounts, as a tar archive. An archive that ends early, as when a file in it
   * becomes shorter while the engine reads it, fails with {@link io.longshore.error.StreamException}.
   *
   * @return the archive; read it, then close it
   */
  public ByteStream export() {
    return new SourceByteStream(
        new WholeArchive(calls("export").bytes(ContainerApi.containerExport(id).request(), Limits.READING)));
  }

  /**
   * Lists the paths that differ from its image. Volumes and mounts do not count.
   *
   * @return the paths, folders above them included, each with what happened to it
   */
  public List<FilesystemChange> changes() {
    return calls("changes").list(ContainerApi.containerChanges(id).request(), Limits.HEAVY);
  }

  private static LogSettings read(Consumer<LogOptions> options) {
    LogSettings settings = new LogSettings();
    options.accept(new LogOptions(settings));
    return settings;
  }

  private static ExecSettings wanted(Consumer<ExecOptions> options) {
    ExecSettings settings = new ExecSettings();
    options.accept(new ExecOptions(settings));
    return settings;
  }

  private static boolean changed(int status) {
    return status != 304;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Container other && id.equals(other.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Container[" + id + "]";
  }
}
