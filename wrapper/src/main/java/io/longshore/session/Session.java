package io.longshore.session;

import io.longshore.container.Container;
import io.longshore.container.Containers;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.internal.Check;
import io.longshore.internal.log.FrameStream;
import io.longshore.internal.log.Frames;
import io.longshore.internal.session.SessionInput;
import io.longshore.internal.session.SessionOutput;
import io.longshore.internal.session.SessionReader;
import io.longshore.internal.session.SessionSettings;
import io.longshore.internal.session.SessionTarget;
import io.longshore.internal.session.Stdin;
import io.longshore.internal.session.Wiring;
import io.longshore.internal.stream.ByteDuplex;
import io.longshore.internal.stream.Source;
import io.longshore.internal.stream.SourceStream;
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

/**
 * A connection to the standard streams of a running program: what {@link Container#openExec} started, or a container's own
 * program ({@link Container#attach}, {@link Containers#runAttached}).
 *
 * <pre>{@code
 * try (Session psql = db.openExec(e -> e.command("psql", "-U", "postgres").stdin())) {
 *   sql.transferTo(psql.stdin());
 *   psql.closeStdin();                                   // the program reads its end of file
 *   int code = psql.waitFor(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>A thread of the session reads the output from the beginning, so that writing, waiting and reading one output never depend
 * on somebody reading the other. What nobody has begun to read is kept: 256 KiB of each output in memory, then up to 256 MiB in
 * a temporary file, which goes with the session; more than that is lost, and reading tells. Once reading has begun, nothing is lost
 * and a slow reader holds the program back.
 *
 * <p>Any thread may use any method; one at a time may read an output, and one write. Interrupting a thread ends its call.
 * Closing the session ends every call on it, and so does closing the client. The program goes on; it reads an end of its input where
 * the session could have ended that alone. Whoever opens a session closes it.
 */
public final class Session implements AutoCloseable {
  private final ByteDuplex connection;
  private final SessionTarget target;
  private final SessionSettings options;
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

  private Session(
      ByteDuplex connection,
      SessionTarget target,
      SessionSettings options,
      Wiring wiring,
      boolean terminal,
      @Nullable String stdinStays) {
    this.connection = connection;
    this.target = target;
    this.options = options;
    this.wiring = wiring;
    this.terminal = terminal;
    this.stdinStays = terminal ? "its terminal would end with it; write the byte 4 (ctrl-d) instead" : stdinStays;
    output = new SessionOutput(target.what());
    stdin =
        new SessionInput(
            connection, target.what(), options.detachKeys(), terminal, output, this::closeStdin, this::close);
    frames =
        new FrameStream("the output of " + target.what(), new BothOutputs(null)) {
          @Override
          public void close() {
            super.close();
            Session.this.close();
          }
        };
    pump = new Thread(this::pump, "longshore-session");
    pump.setDaemon(true);
  }

  /**
   * Starts to read, and to feed where there is something to feed with.
   *
   * @param stdinStays why standard input cannot be ended alone; null when it can
   */
  static Session start(
      ByteDuplex connection,
      SessionTarget target,
      SessionSettings options,
      Wiring wiring,
      boolean terminal,
      @Nullable String stdinStays) {
    Session session = new Session(connection, target, options, wiring, terminal, stdinStays);
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

  /**
   * The container that the program runs in.
   *
   * @return its handle
   */
  public Container container() {
    return target.container();
  }

  /**
   * The program's standard input. Each write is sent at once and blocks while the program does not read; with an
   * {@link IOException} it tells that the program has ended or the connection is lost. Interrupting a thread that writes closes the
   * session, because nobody knows how much was sent. Closing the stream is {@link #closeStdin()}. A terminal takes at most 4095
   * bytes in a line, and the byte 4 (ctrl-d) for the end only at the beginning of one.
   *
   * @return the stream, always the same
   * @throws IllegalStateException when the session was opened without standard input, or with something that feeds it
   */
  public OutputStream stdin() {
    if (!options.stdin() || options.source() != null) {
      throw new IllegalStateException(
          options.stdin()
              ? "standard input of this session is fed from what stdin(…) named"
              : "this session has no standard input; open it with stdin()");
    }
    return stdin;
  }

  /**
   * Ends standard input: the program reads its end of file, and its output goes on. Does nothing the second time.
   *
   * @throws IllegalStateException where this would end the output too: with a terminal, whose programs take ctrl-d (the byte 4)
   *     for the end, and with a container that was made to keep its input open for others
   */
  public void closeStdin() {
    if (!options.stdin()) {
      throw new IllegalStateException("this session has no standard input; open it with stdin()");
    }
    if (stdinStays != null) {
      throw new IllegalStateException("standard input of " + target.what() + " cannot be ended alone: " + stdinStays);
    }
    stdin.end();
  }

  /**
   * What the program writes to standard output; with a terminal, everything. Its reads block until there is something, and end
   * with the program; where the session ends otherwise they throw an {@link IOException} whose cause is a
   * {@link DockerException}. Closing it gives up this output, and the program writes on.
   *
   * @return the stream, always the same, for one thread at a time; empty where the output is redirected
   */
  public InputStream stdout() {
    return stdout;
  }

  /**
   * What the program writes to standard error, like {@link #stdout()}; with a terminal, nothing.
   *
   * @return the stream, always the same, for one thread at a time; empty where the output is redirected
   */
  public InputStream stderr() {
    return stderr;
  }

  /**
   * Both outputs in the order in which they came, by frame, by line, or collected. Instead of {@link #stdout()} and
   * {@link #stderr()}: what one of them has read is gone for the others. Closing it, or its lines, closes the session.
   *
   * @return the output, always the same
   */
  public LogStream output() {
    return frames;
  }

  /**
   * Tells the program's terminal its size.
   *
   * @param columns characters in a row, 1 or more
   * @param rows rows, 1 or more
   * @throws IllegalStateException when the program has no terminal
   */
  public void resize(int columns, int rows) {
    if (!terminal) {
      throw new IllegalStateException(target.what() + " has no terminal; ask for one with tty()");
    }
    target.resize(Check.terminalSize("columns", columns), Check.terminalSize("rows", rows));
  }

  /**
   * Waits for the program's end for as long as it takes. Interrupting the thread ends the waiting. Where the session feeds or
   * redirects, this vouches for that too: the exit code comes only when everything was fed and passed on.
   *
   * @return the exit code
   * @throws StreamException when what was fed or redirected is not complete, whatever the program's exit code
   * @throws CancelledException when the session is closed, or the thread interrupted, meanwhile; and after the detach keys of an
   *     exec, whose program no engine tells about any more
   * @throws ConnectionException when the engine cannot be asked
   */
  public int waitFor() {
    return exitCode(null);
  }

  /**
   * Waits for the program's end as {@link #waitFor()} does. May be called again when it was not long enough.
   *
   * @param timeout how long to wait at most
   * @return the exit code
   * @throws DeadlineException when the program still runs then
   * @throws CancelledException when the session is closed, or the thread interrupted, meanwhile
   * @throws ConnectionException when the engine cannot be asked
   */
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
      Integer code =
          deadline == null ? ended.get() : ended.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
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
      throw new CancelledException(target.what() + ": the session was closed; the program may run on", null);
    }
    DockerException failure = broken;
    if (failure instanceof CancelledException) {
      throw failure;
    }
    if (failure != null && options.isWired()) {
      throw new StreamException(
          target.what() + " may have ended well, but not its session: " + failure.getMessage(), SourceStream.endOf(failure), failure);
    }
    return target.awaitExit(deadline, stdin.detachKeysTyped());
  }

  @Nullable Boolean programEnded() {
    return target.hasEnded();
  }

  /** What a deadline found: the output may last longer than the program. */
  static String lateness(String within, @Nullable Boolean programEnded) {
    if (programEnded == null) {
      return "did not end " + within + ", and the engine does not tell whether it runs on";
    }
    return programEnded
        ? "has ended, and its output did not " + within + ": something that it started may hold it open, or it is not read fast enough"
        : "did not end " + within + " and runs on";
  }

  /**
   * Ends standard input where that is possible, reads both outputs to their end, at most 64 MiB, waits for the program, and closes the
   * session.
   *
   * @param timeout how long all of it may take
   * @return exit code and output; redirected outputs are empty here
   * @throws DeadlineException when the program does not end in time; it runs on
   * @throws StreamException when the output broke off
   * @throws DockerException when there is more than 64 MiB: redirect it, or read it piece by piece
   */
  public ExecResult collect(Duration timeout) {
    return collect(timeout, FrameStream.MOST_COLLECTED, "redirect it, or read it piece by piece");
  }

  ExecResult collect(Duration timeout, long atMost, String otherwise) {
    long deadline = System.nanoTime() + Check.positive("timeout", timeout).toNanos();
    try (this) {
      if (options.stdin() && options.source() == null && stdinStays == null) {
        stdin.end(); // Whoever collects writes no more.
      }
      FrameStream all = new FrameStream("the output of " + target.what(), new BothOutputs(deadline));
      Output collected = all.readAll(atMost, otherwise);
      return new ExecResult(exitCode(deadline), collected);
    }
  }

  /**
   * How the session ended.
   *
   * @return the end, or empty while it goes on; {@link StreamEnd#CANCELLED} after closing and after the detach keys
   */
  public Optional<StreamEnd> end() {
    return Optional.ofNullable(end.get());
  }

  /** Ends the session; the program goes on. Does nothing the second time. */
  @Override
  public void close() {
    end.compareAndSet(null, StreamEnd.CANCELLED);
    // First: whoever reads in that moment has to know that this is no failure.
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

  @Nullable LogFrame take(@Nullable StdStream only, @Nullable Long deadline) {
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
      // A redirect may throw anything; the session has to end all the same.
      failure = new DockerException("the output of " + target.what() + " cannot be passed on: " + e, e);
    }
    DockerException fed = feedFailure.get();
    if (failure != null && fed != null) {
      failure = fed;
    }
    StreamEnd good =
        output.hasLost() ? StreamEnd.FAILED : code == null ? StreamEnd.CANCELLED : StreamEnd.COMPLETED;
    end.compareAndSet(null, failure == null ? good : SourceStream.endOf(failure));
    broken = failure;
    // Before readers see the end: whoever has read it all may ask for the exit code and close.
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
      // Frees a writer whom nobody reads from any more: engines never take what a program has left of its input.
      endInput();
      wiring.finish();
    }
    if (stdin.detachKeysTyped()) {
      return target.exitAfterKeys();
    }
    String proxy = connection.cutsWithInput();
    if (proxy != null && stdin.endSent()) {
      throw connection.truncated(
          proxy + " stands before the engine, and it ends the whole connection where the input ends: what the program wrote after"
              + " that is lost. Reach the engine past it, or feed the program with a file that files() has written");
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
      Stdin.copy(source, stdin);
      if (terminal) {
        stdin.write(stdin.terminalEnd());
      } else {
        stdin.end();
      }
    } catch (Stdin.SourceFailure e) {
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
      // Everything that was wanted of it has been read.
    }
  }

  /** The program reads an end of its input all the same: that the session fails says that it was a false one. */
  private void failFeeding(@Nullable String reason, @Nullable Throwable cause) {
    feedFailure.set(
        new DockerException("what " + target.what() + " was to be fed with cannot be read: " + reason, cause));
    connection.close();
  }
}
