package io.longshore.session;

import io.longshore.internal.options.Check;
import io.longshore.internal.options.ExecSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What to run in a container, and how; {@link #command} is required. Not thread-safe. */
public final class ExecOptions extends SessionOptions<ExecOptions> {
  private final ExecSettings settings;

  /** Created by the library: see {@link io.longshore.container.Container#exec(java.util.function.Consumer)}. */
  public ExecOptions(ExecSettings settings) {
    super(settings);
    this.settings = settings;
  }

  @Override
  ExecOptions self() {
    return this;
  }

  /**
   * Sets the program and its arguments; they are not parsed by a shell.
   *
   * @param command one word or more
   * @return this
   */
  public ExecOptions command(String... command) {
    settings.request.cmd(Check.words("command", command));
    return this;
  }

  /**
   * Adds a variable to the container's environment.
   *
   * @param name its name
   * @param value its value; never shown in messages
   * @return this
   */
  public ExecOptions env(String name, String value) {
    settings.request.env(name, value);
    return this;
  }

  /**
   * Adds variables to the container's environment.
   *
   * @param variables names and values
   * @return this
   */
  public ExecOptions env(Map<String, String> variables) {
    variables.forEach(this::env);
    return this;
  }

  /**
   * Runs as another user.
   *
   * @param user a name or number, with {@code :group} if needed
   * @return this
   */
  public ExecOptions user(String user) {
    settings.request.user(Check.text("user", user));
    return this;
  }

  /**
   * Sets the working directory.
   *
   * @param path an absolute path in the container
   * @return this
   */
  public ExecOptions workingDir(String path) {
    settings.request.workingDir(Check.text("workingDir", path));
    return this;
  }

  /**
   * Runs with every capability.
   *
   * @return this
   */
  public ExecOptions privileged() {
    settings.request.privileged(true);
    return this;
  }

  /**
   * Sets how long the program may run before {@link io.longshore.container.Container#exec} throws
   * {@link io.longshore.error.DeadlineException}; the program keeps running. Unless set,
   * {@link io.longshore.Timeouts#call()} applies.
   *
   * @param timeout more than zero
   * @return this
   */
  public ExecOptions timeout(Duration timeout) {
    settings.timeout = Check.positive("timeout", timeout);
    return this;
  }

  /**
   * Limits how much output {@code exec} collects; with more it throws. 64 MiB unless set.
   *
   * @param bytes the most, of both streams together
   * @return this
   */
  public ExecOptions maxOutput(long bytes) {
    settings.maxOutput = Check.notNegative("maxOutput", bytes);
    return this;
  }

  /**
   * Gives the program a terminal: its outputs become one stream.
   *
   * @return this
   */
  public ExecOptions tty() {
    settings.tty = true;
    return this;
  }

  /**
   * Gives the program a terminal of a size: its outputs become one stream. An engine before API 1.42 sets the size only
   * after the program has started: it may see another size at first, and then gets SIGWINCH.
   *
   * @param columns characters in a row
   * @param rows rows
   * @return this
   */
  public ExecOptions tty(int columns, int rows) {
    settings.tty = true;
    settings.size = List.of((long) Check.terminalSize("rows", rows), (long) Check.terminalSize("columns", columns));
    return this;
  }
}
