package io.longshore.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A stream of bytes from an engine, such as an archive or the content of a file. Read it once, with
 * {@link #transferTo}, with {@link #inputStream()}, or chunk by chunk by iteration, and close it. Memory use does not
 * depend on its length.
 */
public interface ByteStream extends DockerStream<byte[]> {
  /**
   * Returns the stream as an {@link InputStream}; closing that closes this. A stream that breaks, or is closed from
   * another thread before its end, never ends normally: its {@code read} throws an {@link IOException} whose cause is
   * the {@link io.longshore.error.DockerException}.
   *
   * @return the only input stream
   * @throws IllegalStateException if the stream has been read before
   */
  InputStream inputStream();

  /**
   * Reads everything into an output stream, and closes this.
   *
   * @param out the target; the caller flushes and closes it
   * @return how many bytes there were
   * @throws IOException if {@code out} fails
   * @throws io.longshore.error.DockerException if the stream breaks
   * @throws io.longshore.error.CancelledException if another thread closes this before its end
   * @throws IllegalStateException if the stream has been read before
   */
  long transferTo(OutputStream out) throws IOException;
}
