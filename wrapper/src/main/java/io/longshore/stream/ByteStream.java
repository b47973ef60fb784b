package io.longshore.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes that flow from an engine, such as an archive or the content of a file. Read it once, as a whole by
 * {@link #transferTo}, by {@link #inputStream()}, or chunk by chunk by iteration, and close it. However much flows, the memory
 * that it takes stays the same.
 */
public interface ByteStream extends DockerStream<byte[]> {
  /**
   * Reads as an {@link InputStream}; closing that closes this. A stream that breaks, or is closed from another thread before
   * its end, is never a clean end: its {@code read} throws an {@link IOException} whose cause is the {@link io.longshore.error.DockerException}.
   *
   * @return the only input stream
   * @throws IllegalStateException when the stream has been read before
   */
  InputStream inputStream();

  /**
   * Reads everything into an output stream, and closes this.
   *
   * @param out where to; flushed and closed by the caller
   * @return how many bytes there were
   * @throws IOException when {@code out} fails
   * @throws io.longshore.error.DockerException when the stream breaks
   * @throws io.longshore.error.CancelledException when another thread closes this before its end
   * @throws IllegalStateException when the stream has been read before
   */
  long transferTo(OutputStream out) throws IOException;
}
