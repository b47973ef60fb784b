package io.longshore.session;

import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A session with a running program's standard streams: one that {@link io.longshore.container.Container#openExec}
 * started, or a container's own ({@link io.longshore.container.Container#attach},
 * {@link io.longshore.container.Containers#runAttached}).
 *
 * <pre>{@code
 * try (Session psql = db.openExec(e -> e.command("psql", "-U", "postgres").stdin())) {
 *   sql.transferTo(psql.stdin());
 *   psql.closeStdin();                                   // the program reads its end of file
 *   int code = psql.waitFor(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>A thread of the session reads the output from the beginning, so writing, waiting and reading one output never
 * require reading the other. Output that is not being read yet is kept: 256 KiB of each in memory, then up to 256 MiB
 * in a temporary file, which is removed with the session; more than that is lost, and reading then throws. After
 * reading has begun, nothing is lost and a slow reader slows the program down.
 *
 * <p>Any thread may use any method; one at a time may read an output, and one write. Interrupting a thread ends its
 * call. Closing the session ends every call on it, and so does closing the client. The program keeps running; it reads
 * the end of its input if the session can end the input alone. The caller must close the session.
 */
public interface Session extends AutoCloseable {
  /**
   * Returns the container that the program runs in: {@link io.longshore.container.Containers#get} returns a handle to
   * it.
   *
   * @return its id, or the name that the caller gave
   */
  String containerId();

  /**
   * Returns the program's standard input. Each write is sent at once and blocks while the program does not read; it
   * throws {@link IOException} if the program has ended or the connection is lost. Interrupting a thread that writes
   * closes the session, because it is unknown how much was sent. Closing the stream is {@link #closeStdin()}. A
   * terminal accepts at most 4095 bytes in a line, and treats the byte 4 (ctrl-d) as the end only at the beginning of a
   * line.
   *
   * @return the stream, always the same
   * @throws IllegalStateException if the session was opened without standard input, or with a source for it
   */
  OutputStream stdin();

  /**
   * Ends standard input: the program reads its end of file, and its output continues. Calling it again has no effect.
   *
   * @throws IllegalStateException if this would end the output too: with a terminal, where ctrl-d (the byte 4) is the
   *     end, and with a container that was created to keep its input open for others
   */
  void closeStdin();

  /**
   * Returns what the program writes to standard output; with a terminal, everything. Its reads block until there is
   * output, and end with the program; if the session ends in another way, they throw an {@link IOException} whose cause
   * is a {@link io.longshore.error.DockerException}. Closing it discards this output, and the program keeps running.
   *
   * @return the stream, always the same, for one thread at a time; empty if the output is redirected
   */
  InputStream stdout();

  /**
   * Returns what the program writes to standard error, like {@link #stdout()}; with a terminal, nothing.
   *
   * @return the stream, always the same, for one thread at a time; empty if the output is redirected
   */
  InputStream stderr();

  /**
   * Returns both outputs in the order in which they came, by frame, by line, or collected. Use it instead of
   * {@link #stdout()} and {@link #stderr()}: what one of them has read is gone for the others. Closing it, or its
   * lines, closes the session.
   *
   * @return the output, always the same
   */
  LogStream output();

  /**
   * Sets the size of the program's terminal.
   *
   * @param columns characters in a row, 1 or more
   * @param rows rows, 1 or more
   * @throws IllegalStateException if the program has no terminal
   */
  void resize(int columns, int rows);

  /**
   * Waits for the program's end for as long as it takes. Interrupting the thread ends the waiting. If the session has a
   * source for the input or redirects output, this method returns the exit code only if all of it was sent and written.
   *
   * @return the exit code
   * @throws io.longshore.error.StreamException if the input or a redirected output is not complete, whatever the
   *     program's exit code
   * @throws io.longshore.error.CancelledException if the session is closed or the thread is interrupted; also after the
   *     detach keys of an exec, because engines then do not report the exit code
   * @throws io.longshore.error.ConnectionException if the engine cannot be asked
   */
  int waitFor();

  /**
   * Waits for the program's end as {@link #waitFor()} does. It can be called again after a timeout.
   *
   * @param timeout how long to wait at most
   * @return the exit code
   * @throws io.longshore.error.DeadlineException if the program is still running then
   * @throws io.longshore.error.CancelledException if the session is closed or the thread is interrupted
   * @throws io.longshore.error.ConnectionException if the engine cannot be asked
   */
  int waitFor(Duration timeout);

  /**
   * Ends standard input if that is possible, reads both outputs to their end, at most 64 MiB, waits for the program,
   * and closes the session.
   *
   * @param timeout how long all of it may take
   * @return the exit code and output; redirected outputs are empty
   * @throws io.longshore.error.DeadlineException if the program does not end in time; it keeps running
   * @throws io.longshore.error.StreamException if the output ended early
   * @throws io.longshore.error.DockerException if there is more than 64 MiB: redirect it, or read it in pieces
   */
  ExecResult collect(Duration timeout);

  /**
   * Returns how the session ended.
   *
   * @return the end, or empty while it continues; {@link StreamEnd#CANCELLED} after closing and after the detach keys
   */
  Optional<StreamEnd> end();

  /** Ends the session; the program keeps running. Calling it again has no effect. */
  @Override
  void close();
}
