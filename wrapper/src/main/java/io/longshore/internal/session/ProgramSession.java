package io.longshore.internal.session;

import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.internal.log.FrameStream;
import io.longshore.internal.log.Frames;
import io.longshore.internal.options.Check;
import io.longshore.internal.options.ExecSettings;
import io.longshore.internal.options.InputOrigin;
import io.longshore.internal.options.SessionSettings;
import io.longshore.internal.stream.ByteDuplex;
import io.longshore.internal.stream.Source;
import io.longshore.internal.stream.SourceStream;
import io.longshore.session.ExecResult;
import io.longshore.session.Session;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogStream;
import io.longshore.stream.Output;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A session whose output is read by a thread of its own. */
public final class ProgramSession implements Session {
  private final ByteDuplex connection;
  private final SessionTarget target;
  private final SessionSettings settings;
  private final Wiring wiring;
  private final boolean terminal;
  private final @Nullable String stdinStays;
  private final SessionOutput output;
  private final SessionInput stdin;
  private final InputStream stdout = new SessionReader(this, StdStream.STDOUT);
  private final InputStream stderr = new SessionReader(this, StdStream.STDERR);
  private final FrameStream frames;
  private final AtomicReference<@Nullable StreamEnd> end = new AtomicReference<>();
  private final AtomicReference<@Nullable DockerException> feedFailure = new AtomicReference<>();
  private final CompletableFuture<@Nullable Integer> ended = new CompletableFuture<>();
  private final Thread pump;
  private volatile @Nullable Thread feeder;
  private volatile @Nullable DockerException broken;

  private ProgramSession(
      ByteDuplex connection,
      SessionTarget target,
      SessionSettings settings,
      Wiring wiring,
      boolean terminal,
      @Nullable String stdinStays) {
    this.connection = connection;
    this.target = target;
    this.settings = settings;
    this.wiring = wiring;
    this.terminal = terminal;
    this.stdinStays = terminal ? "its terminal would end with it; write the byte 4 (ctrl-d) instead" : stdinStays;
    output = new SessionOutput(target.what());
    stdin = new SessionInput(
        connection, target.what(), settings.detachKeys, terminal, output, this::closeStdin, this::close);
    frames = new FrameStream("the output of " + target.what(), new BothOutputs(null)) {
      @Override
      public void close() {
        super.close();
        ProgramSession.this.close();
      }
    };
    pump = new Thread(this::pump, "longshore-session");
    pump.setDaemon(true);
  }

  /**
   * Starts to read, and to send the input if it has a source.
   *
   * @param stdinStays why standard input cannot be ended alone; null if it can
   */
  public static ProgramSession start(
      ByteDuplex connection,
      SessionTarget target,
      SessionSettings settings,
      Wiring wiring,
      boolean terminal,
      @Nullable String stdinStays) {
    ProgramSession session = new ProgramSession(connection, target, settings, wiring, terminal, stdinStays);
    try {
      session.pump.start();
      InputStream source = wiring.source();
      if (source != null) {
        Thread feeder = new Thread(() -> session.feed(source), "longshore-stdin");
        feeder.setDaemon(true);
        session.feeder = feeder;
        feeder.start();
      }
      return session;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  @Override
  public String containerId() {
    return target.containerId();
  }

  @Override
  public OutputStream stdin() {
    if (!settings.stdin || settings.source != null) {
      throw new IllegalStateException(
          settings.stdin
              ? "stdin(…) already named a source for the standard input of this session"
              : "this session has no standard input; open it with stdin()");
    }
    return stdin;
  }

  @Override
  public void closeStdin() {
    if (!settings.stdin) {
      throw new IllegalStateException("this session has no standard input; open it with stdin()");
    }
    if (stdinStays != null) {
      throw new IllegalStateException("standard input of " + target.what() + " cannot be ended alone: " + stdinStays);
    }
    stdin.end();
  }

  @Override
  public InputStream stdout() {
    return stdout;
  }

  @Override
  public InputStream stderr() {
    return stderr;
  }

  @Override
  public LogStream output() {
    return frames;
  }

  @Override
  public void resize(int columns, int rows) {
    if (!terminal) {
      throw new IllegalStateException(target.what() + " has no terminal; ask for one with tty()");
    }
    target.resize(Check.terminalSize("columns", columns), Check.terminalSize("rows", rows));
  }

  @Override
  public int waitFor() {
    return exitCode(null);
  }

  @Override
  public int waitFor(Duration timeout) {
    return exitCode(System.nanoTime() + Check.positive("timeout", timeout).toNanos());
  }

  private int exitCode(@Nullable Long deadline) {
    output.enter();
    try {
      return awaitExit(deadline);
    } finally {
      output.leave();
    }
  }

  private int awaitExit(@Nullable Long deadline) {
    try {
      Integer code = deadline == null ? ended.get()
          : ended.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (code != null) {
        return code;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for " + target.what() + ": the thread was interrupted", e);
    } catch (TimeoutException e) {
      throw new DeadlineException(target.what() + " " + lateness("in time", target.hasEnded()), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a session cannot fail", e);
    }
    if (closed()) {
      throw new CancelledException(target.what() + ": the session was closed; the program may still be running", null);
    }
    DockerException failure = broken;
    if (failure instanceof CancelledException) {
      throw failure;
    }
    if (failure != null && settings.isWired()) {
      throw new StreamException(
          target.what() + " may have ended normally, but its session did not: " + failure.getMessage(),
          SourceStream.endOf(failure), failure);
    }
    return target.awaitExit(deadline, stdin.detachKeysTyped());
  }

  @Nullable
  Boolean programEnded() {
    return target.hasEnded();
  }

  /** The state at the deadline: the output may last longer than the program. */
  static String lateness(String within, @Nullable Boolean programEnded) {
    if (programEnded == null) {
      return "did not end " + within + ", and the engine cannot say whether it is still running";
    }
    return programEnded
        ? "has ended, but its output did not " + within
            + ": something that it started may hold it open, or it is not read fast enough"
        : "did not end " + within + " and is still running";
  }

  @Override
  public ExecResult collect(Duration timeout) {
    return collect(timeout, ExecSettings.MOST_COLLECTED, "redirect it, or read it in pieces");
  }

  public ExecResult collect(Duration timeout, long atMost, String otherwise) {
    long deadline = System.nanoTime() + Check.positive("timeout", timeout).toNanos();
    try (this) {
      if (settings.stdin && settings.source == null && stdinStays == null) {
        stdin.end(); // A caller that collects does not write any more.
      }
      FrameStream all = new FrameStream("the output of " + target.what(), new BothOutputs(deadline));
      Output collected = all.readAll(atMost, otherwise);
      return new ExecResult(exitCode(deadline), collected);
    }
  }

  @Override
  public Optional<StreamEnd> end() {
    return Optional.ofNullable(end.get());
  }

  @Override
  public void close() {
    end.compareAndSet(null, StreamEnd.CANCELLED);
    // First: a reader at this moment must know that this is not a failure.
    frames.cancelled();
    output.close();
    ended.complete(null);
    pump.interrupt();
    Thread feeding = feeder;
    if (feeding != null) {
      feeding.interrupt();
    }
    connection.close();
    target.close();
  }

  private boolean closed() {
    return output.isClosed();
  }

  @Override
  public String toString() {
    return "Session[" + target.what() + "]";
  }

  @Nullable
  LogFrame take(@Nullable StdStream only, @Nullable Long deadline) {
    return output.take(only, deadline);
  }

  void discard(StdStream stream) {
    output.discard(stream);
  }

  int ready(StdStream stream) {
    return output.ready(stream);
  }

  /** Both outputs in their order. That they end leaves the session open, for its exit code. */
  private final class BothOutputs implements Source<LogFrame> {
    private final @Nullable Long deadline;

    BothOutputs(@Nullable Long deadline) {
      this.deadline = deadline;
    }

    @Override
    public @Nullable LogFrame next() {
      return take(null, deadline);
    }

    @Override
    public void close() {
      // Closing the session does.
    }
  }

  private void pump() {
    Integer code = null;
    DockerException failure = null;
    try {
      code = passOn();
    } catch (DockerException e) {
      failure = e;
    } catch (InterruptedException e) {
      failure = new CancelledException("the session of " + target.what() + " was closed", e);
    } catch (IOException | RuntimeException | Error e) {
      // A redirect may throw anything; the session must still end.
      failure = new DockerException("the output of " + target.what() + " cannot be written to its target: " + e, e);
    }
    DockerException fed = feedFailure.get();
    if (failure != null && fed != null) {
      failure = fed;
    }
    StreamEnd good = output.hasLost() ? StreamEnd.FAILED : code == null ? StreamEnd.CANCELLED : StreamEnd.COMPLETED;
    end.compareAndSet(null, failure == null ? good : SourceStream.endOf(failure));
    broken = failure;
    // Before readers see the end: then they may ask for the exit code and close.
    ended.complete(code);
    output.end(failure);
    endInput();
    Thread feeding = feeder;
    if (feeding != null) {
      feeding.interrupt();
    }
  }

  /** Passes on all output; null after the detach keys. */
  private @Nullable Integer passOn() throws InterruptedException, IOException {
    try {
      Frames frames = new Frames(connection, !terminal);
      for (LogFrame frame = frames.next(); frame != null; frame = frames.next()) {
        wiring.pass(frame, output);
      }
    } finally {
      // Frees a writer that is never read from again: engines do not take input that the program has left.
      endInput();
      wiring.finish();
    }
    if (stdin.detachKeysTyped()) {
      return target.exitAfterKeys();
    }
    String proxy = connection.cutsWithInput();
    if (proxy != null && stdin.endSent()) {
      throw connection.truncated(
          proxy
              + " is in front of the engine and closes the whole connection when the input ends: what the program wrote after"
              + " that is lost. Connect without it, or write the input to a file with files() first");
    }
    Integer code = target.exitAfterOutput();
    if (code == null) {
      throw connection.truncated(SessionTarget.CUT_OFF);
    }
    return code;
  }

  private void endInput() {
    stdin.outputEnded();
    connection.close();
  }

  private void feed(InputStream source) {
    try {
      InputOrigin.copy(source, stdin);
      if (terminal) {
        stdin.write(stdin.terminalEnd());
      } else {
        stdin.end();
      }
    } catch (InputOrigin.SourceFailure e) {
      failFeeding(e.getMessage(), e.getCause());
    } catch (IOException e) {
      if (!stdin.isBroken()) {
        failFeeding(e.getMessage(), e);
      }
      // Otherwise the program needs no more input: what became of the session is told where it is read.
    } catch (RuntimeException | Error e) {
      failFeeding(e.toString(), e);
    } finally {
      closeQuietly(source);
    }
  }

  private static void closeQuietly(InputStream source) {
    try {
      source.close();
    } catch (IOException e) {
      // Everything that was requested has been read.
    }
  }

  /** The program still reads an end of its input: the session's failure says that it was not the real one. */
  private void failFeeding(@Nullable String reason, @Nullable Throwable cause) {
    feedFailure.set(
        new DockerException("the input of " + target.what() + " cannot be read: " + reason, cause));
    connection.close();
  }
}
