package io.longshore.container;

import io.longshore.generated.engine.model.ExecCreateRequest;
import io.longshore.internal.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What to run in a container, and how. Immutable; {@link #toString()} shows no values of the environment. */
public final class ExecOptions {
  private final ExecCreateRequest request;
  private final @Nullable Duration timeout;
  private final long maxOutput;
  private final SessionOptions streams;
  private final boolean tty;
  private final List<Long> size;

  private ExecOptions(Builder builder) {
    if (builder.command.isEmpty()) {
      throw new IllegalArgumentException("exec needs a command");
    }
    request =
        builder.request.cmd(builder.command).env(builder.env.isEmpty() ? null : builder.env).attachStdout(true)
            .attachStderr(true).build();
    timeout = builder.timeout;
    maxOutput = builder.maxOutput;
    streams = builder.streams();
    tty = builder.tty;
    size = builder.size;
  }

  static ExecOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new ExecOptions(builder);
  }

  ExecCreateRequest request() {
    return request;
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  long maxOutput() {
    return maxOutput;
  }

  SessionOptions streams() {
    return streams;
  }

  boolean tty() {
    return tty;
  }

  /** Rows and columns; empty for the engine's choice. */
  List<Long> size() {
    return size;
  }

  @SuppressWarnings("ReferenceEquality") // It has no equals.
  boolean needsSession() {
    return tty || streams != SessionOptions.NONE;
  }

  /** Whoever collects cannot write meanwhile. */
  void checkFed() {
    if (streams.stdin() && streams.source() == null) {
      throw new IllegalArgumentException(
          "exec collects the output and nobody would write; name what to send with stdin(bytes, file or stream), or use openExec");
    }
  }

  @Override
  public String toString() {
    return request.toString();
  }

  /** Collects the options. For one thread. */
  public static final class Builder extends SessionBuilder<Builder> {
    private final ExecCreateRequest.Builder request = ExecCreateRequest.builder();
    private final List<String> env = new ArrayList<>();
    private List<String> command = List.of();
    private @Nullable Duration timeout;
    private long maxOutput = FrameStream.MOST_COLLECTED;
    private boolean tty;
    private List<Long> size = List.of();

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * The program and its arguments; no shell takes them apart.
     *
     * @param command one word or more
     * @return this
     */
    public Builder command(String... command) {
      this.command = Words.of("command", command);
      return this;
    }

    /**
     * Adds a variable to the environment that the container has.
     *
     * @param name its name
     * @param value its value; never shown in messages
     * @return this
     */
    public Builder env(String name, String value) {
      env.add(Env.entry(name, value));
      return this;
    }

    /**
     * Adds variables to the environment that the container has.
     *
     * @param variables names and values
     * @return this
     */
    public Builder env(Map<String, String> variables) {
      variables.forEach(this::env);
      return this;
    }

    /**
     * Runs as another user.
     *
     * @param user a name or number, with {@code :group} where needed
     * @return this
     */
    public Builder user(String user) {
      request.user(Check.text("user", user));
      return this;
    }

    /**
     * Runs in another folder.
     *
     * @param path an absolute path in the container
     * @return this
     */
    public Builder workingDir(String path) {
      request.workingDir(Check.text("workingDir", path));
      return this;
    }

    /**
     * Runs with every capability.
     *
     * @return this
     */
    public Builder privileged() {
      request.privileged(true);
      return this;
    }

    /**
     * How long the process may run before {@link Container#exec} gives up with a {@link io.longshore.DeadlineException}; the process
     * runs on. Without it, {@link io.longshore.Timeouts#call()} counts.
     *
     * @param timeout more than zero
     * @return this
     */
    public Builder timeout(Duration timeout) {
      this.timeout = Check.positive("timeout", timeout);
      return this;
    }

    /**
     * How much output to collect before {@code exec} gives up; 64 MiB unless set.
     *
     * @param bytes the most, of both streams together
     * @return this
     */
    public Builder maxOutput(long bytes) {
      this.maxOutput = Check.notNegative("maxOutput", bytes);
      return this;
    }

    /**
     * Gives the program a terminal: its outputs become one stream.
     *
     * @return this
     */
    public Builder tty() {
      tty = true;
      return this;
    }

    /**
     * Gives the program a terminal of a size: its outputs become one stream. An engine before API 1.42 takes a size only once the
     * program runs: what it does first may see another one, and then gets SIGWINCH.
     *
     * @param columns characters in a row
     * @param rows rows
     * @return this
     */
    public Builder tty(int columns, int rows) {
      tty = true;
      size = List.of((long) Check.terminalSize("rows", rows), (long) Check.terminalSize("columns", columns));
      return this;
    }
  }
}
