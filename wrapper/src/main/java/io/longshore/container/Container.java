package io.longshore.container;

import io.longshore.file.ContainerFiles;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerDeleteOptions;
import io.longshore.generated.engine.model.ContainerInspect;
import io.longshore.generated.engine.model.ContainerInspectOptions;
import io.longshore.generated.engine.model.ContainerRestartOptions;
import io.longshore.generated.engine.model.ContainerStartOptions;
import io.longshore.generated.engine.model.ContainerStopOptions;
import io.longshore.generated.engine.model.ContainerTop;
import io.longshore.generated.engine.model.FilesystemChange;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Removal;
import io.longshore.internal.log.FollowedLog;
import io.longshore.internal.log.Logs;
import io.longshore.internal.options.Check;
import io.longshore.internal.session.Execs;
import io.longshore.internal.stream.SourceByteStream;
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
import io.longshore.stream.LogSource;
import io.longshore.stream.LogStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A handle of a container, known by its id or name. It holds no state that could go stale: {@link #inspect()} asks the
 * engine. Every method throws {@link io.longshore.error.NotFoundException} if the container is gone. Thread-safe.
 */
public final class Container extends ContainerWaits implements LogSource {
  private final ContainerFiles files;

  /** @param name the name that the program gave it; null if it gave an id, or a name alone */
  Container(ApiExecutor executor, String id, @Nullable String name) {
    super(executor, id, name);
    this.files = new ContainerFiles(this.executor, this.id);
    // Built once here so that a text that cannot be an id fails now and not at the first call.
    ContainerApi.containerInspect(this.id);
  }

  /**
   * Returns what this handle was created with.
   *
   * @return the full id after creating; otherwise the id or name that was given, without the slash that lists show
   *     before names
   */
  public String id() {
    return id;
  }

  /**
   * Asks the engine for everything it knows about the container.
   *
   * @return its state at this moment
   */
  public ContainerInspect inspect() {
    return inspect(options -> {});
  }

  /**
   * Asks the engine for everything it knows about the container.
   *
   * @param options whether to measure its file system too
   * @return its state at this moment
   */
  public ContainerInspect inspect(Consumer<ContainerInspectOptions> options) {
    ApiRequest<ContainerInspect> request = ContainerApi.containerInspect(id).options(options).request();
    return calls("inspect").call(request, request.query("size") == null ? Limits.ORDINARY : Limits.HEAVY);
  }

  /**
   * Starts the container. Starting a running container succeeds and changes nothing.
   *
   * @return false if it was running already
   * @throws io.longshore.error.BadRequestException if the program cannot be run; some engines answer that with
   *     {@link io.longshore.error.NotFoundException} or {@link io.longshore.error.ServerErrorException}
   */
  public boolean start() {
    return start(options -> {});
  }

  /**
   * Starts the container, as {@link #start()} does.
   *
   * @param options the keys that detach from its terminal
   * @return false if it was running already
   */
  public boolean start(Consumer<ContainerStartOptions> options) {
    return Creation.start(calls("start"), id, options);
  }

  /**
   * Stops it: asks its program to end, and kills it after the container's own grace period, which is 10 seconds unless
   * set when the container was created.
   *
   * @return false if it was not running
   */
  public boolean stop() {
    return stop(options -> {});
  }

  /**
   * Stops it with this grace period.
   *
   * @param grace rounded up to whole seconds; zero kills at once. Docker's {@code --time}
   * @return false if it was not running
   */
  public boolean stop(Duration grace) {
    Check.notNegative("grace", grace);
    return stop(options -> options.grace(grace));
  }

  /**
   * Stops it.
   *
   * @param options the signal (since API 1.42) and the grace period; the container's own unless set
   * @return false if it was not running
   */
  public boolean stop(Consumer<ContainerStopOptions> options) {
    ApiRequest<Void> request = ContainerApi.containerStop(id).options(options).request();
    return calls("stop").exchange(request, Limits.stopping(request.query("t"))).hasChanged();
  }

  /** Stops it as {@link #stop()} does if it is running, and starts it. */
  public void restart() {
    restart(options -> {});
  }

  /**
   * Stops it as {@link #stop(Consumer)} does if it is running, and starts it.
   *
   * @param options the signal (since API 1.42) and the grace period; the container's own unless set
   */
  public void restart(Consumer<ContainerRestartOptions> options) {
    ApiRequest<Void> request = ContainerApi.containerRestart(id).options(options).request();
    calls("restart").exchange(request, Limits.stopping(request.query("t")));
  }

  /**
   * Kills its program.
   *
   * @throws io.longshore.error.ConflictException if it is not running
   */
  public void kill() {
    kill("SIGKILL");
  }

  /**
   * Sends a signal to its program.
   *
   * @param signal a name such as {@code SIGHUP}, or a number
   * @throws io.longshore.error.ConflictException if it is not running
   */
  public void kill(String signal) {
    Check.text("signal", signal);
    calls("kill").exchange(ContainerApi.containerKill(id).options(o -> o.signal(signal)).request(), Limits.ORDINARY);
  }

  /**
   * Freezes all of its processes.
   *
   * @throws io.longshore.error.ConflictException if it is not running, or paused already
   */
  public void pause() {
    calls("pause").exchange(ContainerApi.containerPause(id).request(), Limits.ORDINARY);
  }

  /**
   * Resumes all of its processes.
   *
   * @throws io.longshore.error.EngineException if it is not paused
   */
  public void unpause() {
    calls("unpause").exchange(ContainerApi.containerUnpause(id).request(), Limits.ORDINARY);
  }

  /**
   * Renames it. A handle that was created with the old name does not follow; one that was created with the id does.
   *
   * @param name the new name
   * @throws io.longshore.error.ConflictException if the name is taken
   */
  public void rename(String name) {
    String plain = Check.container(Check.text("name", name));
    calls("rename").exchange(ContainerApi.containerRename(id).options(o -> o.name(plain)).request(), Limits.ORDINARY);
  }

  /** Removes it if it is not running; see {@link #remove(Consumer)}. */
  public void remove() {
    remove(options -> {});
  }

  /**
   * Removes it. Programs do this last, so a thread that has been interrupted before still does it and stays
   * interrupted; only a later interrupt ends the call.
   *
   * @param options whether to kill it first, and to remove its anonymous volumes
   * @throws io.longshore.error.ConflictException if it is running and not to be killed
   */
  public void remove(Consumer<ContainerDeleteOptions> options) {
    Removal.of(calls("remove"), ContainerApi.containerDelete(id).options(options).request());
  }

  /**
   * Removes it if it exists; see {@link #removeIfExists(Consumer)}.
   *
   * @return false if it was gone already, or is being removed by someone else
   */
  public boolean removeIfExists() {
    return removeIfExists(options -> {});
  }

  /**
   * Removes it as {@link #remove(Consumer)} does, and succeeds if it is already gone or being removed, for example by
   * itself.
   *
   * @param options whether to kill it first, and to remove its anonymous volumes
   * @return false if it was gone already, or is being removed by someone else
   * @throws io.longshore.error.ConflictException if it is running and not to be killed
   */
  public boolean removeIfExists(Consumer<ContainerDeleteOptions> options) {
    return Removal.ifExists(calls("removeIfExists"),
        ContainerApi.containerDelete(id).options(options).request());
  }

  /**
   * Lists its processes.
   *
   * @param psArguments arguments for the engine's {@code ps}, such as {@code -ef}; the engine's own if there are none
   * @return a table: the titles, and a row for each process
   * @throws io.longshore.error.EngineException if it is not running
   */
  public ContainerTop top(String... psArguments) {
    String arguments = psArguments.length == 0 ? null : String.join(" ", Check.words("psArguments", psArguments));
    return calls("top").call(ContainerApi.containerTop(id).options(o -> o.psArgs(arguments)).request());
  }

  /**
   * Watches its resource use, with about one reading a second, the first without a CPU percentage. Readings are empty
   * while the container is not running; the stream is complete when it is removed.
   *
   * @return the readings; close it. A stream that breaks off throws {@link io.longshore.error.StreamException}
   */
  public DockerStream<Stats> stats() {
    return Stats.stream(calls("stats"), id);
  }

  /**
   * Measures its resource use once, for a second, which a CPU percentage needs. Docker's {@code --no-stream}.
   *
   * @return the reading; an empty one if the container is not running
   */
  public Stats statsOnce() {
    return Stats.one(calls("statsOnce"), id, false);
  }

  /**
   * Reads its resource use at once, without a CPU percentage. Docker's {@code one-shot}; an engine before API 1.41
   * takes up to a second.
   *
   * @return the reading; an empty one if the container is not running
   */
  public Stats statsWithoutCpu() {
    return Stats.one(calls("statsWithoutCpu"), id, true);
  }

  /**
   * Changes its limits, whether it is running or not.
   *
   * @param options what to change
   * @return the engine's warnings, usually none
   */
  public List<String> update(Consumer<UpdateOptions> options) {
    UpdateOptions wanted = Check.filled(new UpdateOptions(), options);
    return calls("update").call(ContainerApi.containerUpdate(id).body(wanted.request.build()).request()).warnings();
  }

  /**
   * Returns the port on the host that leads to a TCP port of the container; see {@link #hostPort(int, String)}.
   *
   * @param containerPort the port in the container
   * @return the port on the host
   */
  public int hostPort(int containerPort) {
    return hostPort(containerPort, "tcp");
  }

  /**
   * Returns the port on the host that leads to a port of the container. If it is published more than once, this is the
   * first of an IPv4 address; {@link #inspect()} has them all.
   *
   * @param containerPort the port in the container
   * @param protocol {@code tcp}, {@code udp} or {@code sctp}
   * @return the port on the host
   * @throws io.longshore.error.DockerException if the container is not running or does not publish the port
   */
  public int hostPort(int containerPort, String protocol) {
    String key = Check.port("containerPort", containerPort) + "/" + Check.text("protocol", protocol);
    return HostPorts.find(calls("hostPort").call(ContainerApi.containerInspect(id).request()), key, shown);
  }

  @Override
  public LogStream logs(Consumer<LogOptions> options) {
    return Logs.open(calls("logs"), id, Settings.ofLog(options));
  }

  @Override
  public DockerStream<Followed<LogLine>> followLogs(Consumer<LogOptions> options) {
    return FollowedLog.open(calls("followLogs"), id, Settings.ofLog(options));
  }

  /**
   * Runs a program in it and collects the output; see {@link #exec(Consumer)}.
   *
   * @param command the program and its arguments, which no shell parses
   * @return its exit code and output
   */
  public ExecResult exec(String... command) {
    return exec(options -> options.command(command));
  }

  /**
   * Runs a program in it and collects the output.
   *
   * @param options at least the command
   * @return its exit code and output
   * @throws io.longshore.error.ConflictException if the container is not running
   * @throws io.longshore.error.DeadlineException if the program takes longer than {@link ExecOptions#timeout} allows;
   *     the message says whether it is still running
   * @throws io.longshore.error.StreamException if the output ended and the program did not: the connection was cut
   */
  public ExecResult exec(Consumer<ExecOptions> options) {
    return Execs.collect(calls("exec"), id, Settings.ofExec(options));
  }

  /**
   * Starts a program in it and connects to its standard streams: for input while it runs, a terminal, or too much
   * output to collect.
   *
   * @param options at least the command
   * @return the session; close it
   * @throws io.longshore.error.ConflictException if the container is not running
   * @throws io.longshore.error.UnsupportedException if a proxy before the engine does not pass on upgraded connections
   */
  public Session openExec(Consumer<ExecOptions> options) {
    return Execs.open(calls("openExec"), id, Settings.ofExec(options));
  }

  /**
   * Connects to the output of its own program; see {@link #attach(Consumer)}.
   *
   * @return the session; close it
   */
  public Session attach() {
    return attach(options -> {});
  }

  /**
   * Connects to the standard streams of its own program, from now on; {@link #logs()} has what was written before.
   * Output of a container that has not been started yet comes from the first byte.
   *
   * @param options which streams, and where they go
   * @return the session; close it
   * @throws io.longshore.error.DockerException if the container has stopped and {@link AttachOptions#stopped()} is not
   *     set, or if input is asked for and it was created without {@link CreateOptions.Builder#openStdin}
   * @throws io.longshore.error.ConflictException if it is paused or restarting
   * @throws io.longshore.error.UnsupportedException if a proxy before the engine does not pass on upgraded connections
   */
  public Session attach(Consumer<AttachOptions> options) {
    return Attachments.open(calls("attach"), this, Settings.ofAttach(options));
  }

  /**
   * Sets the size of its own program's terminal.
   *
   * @param columns characters in a row, 1 or more
   * @param rows rows, 1 or more
   * @throws io.longshore.error.EngineException if it is not running
   */
  public void resize(int columns, int rows) {
    int w = Check.terminalSize("columns", columns);
    int h = Check.terminalSize("rows", rows);
    calls("resize").exchange(ContainerApi.containerResize(id).options(o -> o.w(w).h(h)).request(), Limits.ORDINARY);
  }

  /**
   * Gives access to the container's files: copy, read and write them.
   *
   * @return a handle that holds no state
   */
  public ContainerFiles files() {
    return files;
  }

  /**
   * Reads its whole file system, without volumes and mounts, as a tar archive.
   *
   * @return the archive; close it. One that ends early throws {@link io.longshore.error.StreamException}
   */
  public ByteStream export() {
    return new SourceByteStream(
        new WholeArchive(calls("export").bytes(ContainerApi.containerExport(id).request(), Limits.READING)));
  }

  /**
   * Lists the paths that differ from its image. Volumes and mounts do not count. Docker's {@code diff}.
   *
   * @return the paths and the directories above them, each with what happened to it
   */
  public List<FilesystemChange> changes() {
    return calls("changes").list(ContainerApi.containerChanges(id).request(), Limits.HEAVY);
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
