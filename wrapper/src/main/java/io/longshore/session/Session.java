package io.longshore.session;

import io.longshore.stream.LogStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection to the standard streams of a running program: what {@link io.longshore.container.Container#openExec} started, or a container's own
 * program ({@link io.longshore.container.Container#attach}, {@link io.longshore.container.Containers#runAttached}).
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
public interface Session extends AutoCloseable {
  /**
   * The container that the program runs in: {@link io.longshore.container.Containers#get} makes a handle of it.
   *
   * @return its id, or the name that the program gave
   */
  String containerId();

  /**
   * The program's standard input. Each write is sent at once and blocks while the program does not read; with an
   * {@link IOException} it tells that the program has ended or the connection is lost. Interrupting a thread that writes closes the
   * session, because nobody knows how much was sent. Closing the stream is {@link #closeStdin()}. A terminal takes at most 4095
   * bytes in a line, and the byte 4 (ctrl-d) for the end only at the beginning of one.
   *
   * @return the stream, always the same
   * @throws IllegalStateException when the session was opened without standard input, or with something that feeds it
   */
  OutputStream stdin();

  /**
   * Ends standard input: the program reads its end of file, and its output goes on. Does nothing the second time.
   *
   * @throws IllegalStateException where this would end the output too: with a terminal, whose programs take ctrl-d (the byte 4)
   *     for the end, and with a container that was made to keep its input open for others
   */
  void closeStdin();

  /**
   * What the program writes to standard output; with a terminal, everything. Its reads block until there is something, and end
   * with the program; where the session ends otherwise they throw an {@link IOException} whose cause is a
   * {@link io.longshore.error.DockerException}. Closing it gives up this output, and the program writes on.
   *
   * @return the stream, always the same, for one thread at a time; empty where the output is redirected
   */
  InputStream stdout();

  /**
   * What the program writes to standard error, like {@link #stdout()}; with a terminal, nothing.
   *
   * @return the stream, always the same, for one thread at a time; empty where the output is redirected
   */
  InputStream stderr();

  /**
   * Both outputs in the order in which they came, by frame, by line, or collected. Instead of {@link #stdout()} and
   * {@link #stderr()}: what one of them has read is gone for the others. Closing it, or its lines, closes the session.
   *
   * @return the output, always the same
   */
  LogStream output();

  /**
   * Tells the program's terminal its size.
   *
   * @param columns characters in a row, 1 or more
   * @param rows rows, 1 or more
   * @throws IllegalStateException when the program has no terminal
   */
  void resize(int columns, int rows);

  /**
   * Waits for the program's end for as long as it takes. Interrupting the thread ends the waiting. Where the session feeds or
   * redirects, this vouches for that too: the exit code comes only when everything was fed and passed on.
   *
   * @return the exit code
   * @throws io.longshore.error.StreamException when what was fed or redirected is not complete, whatever the program's exit code
   * @throws io.longshore.error.CancelledException when the session is closed, or the thread interrupted, meanwhile; and after the detach keys of an
   *     exec, whose program no engine tells about any more
   * @throws io.longshore.error.ConnectionException when the engine cannot be asked
   */
  int waitFor();

  /**
   * Waits for the program's end as {@link #waitFor()} does. May be called again when it was not long enough.
   *
   * @param timeout how long to wait at most
   * @return the exit code
   * @throws io.longshore.error.DeadlineException when the program still runs then
   * @throws io.longshore.error.CancelledException when the session is closed, or the thread interrupted, meanwhile
   * @throws io.longshore.error.ConnectionException when the engine cannot be asked
   */
  int waitFor(Duration timeout);

  /**
   * Ends standard input where that is possible, reads both outputs to their end, at most 64 MiB, waits for the program, and closes the
   * session.
   *
   * @param timeout how long all of it may take
   * @return exit code and output; redirected outputs are empty here
   * @throws io.longshore.error.DeadlineException when the program does not end in time; it runs on
   * @throws io.longshore.error.StreamException when the output broke off
   * @throws io.longshore.error.DockerException when there is more than 64 MiB: redirect it, or read it piece by piece
   */
  ExecResult collect(Duration timeout);

  /**
   * How the session ended.
   *
   * @return the end, or empty while it goes on; {@link StreamEnd#CANCELLED} after closing and after the detach keys
   */
  Optional<StreamEnd> end();

  /** Ends the session; the program goes on. Does nothing the second time. */
  @Override
  void close();
}
