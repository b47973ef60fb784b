package io.longshore.embedded.internal.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection that was taken over: bytes both ways, read by one thread and written by one thread. */
public final class Hijacked implements Closeable {
  private final Connection connection;
  private final AnswerOutput output;

  Hijacked(Connection connection, AnswerOutput output) {
    this.connection = connection;
    this.output = output;
  }

  /** Reads at least one byte; −1 at the end of what the peer sends. */
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return connection.read(bytes, offset, length);
  }

  /** Writes everything; blocks while the peer does not read. */
  public void write(ByteBuffer bytes) throws IOException {
    output.body(bytes);
  }

  /** Ends what is sent; what the peer sends can still be read. */
  public void shutdownOutput() throws IOException {
    connection.shutdownOutput();
  }

  /**
   * Waits until the peer or the engine closes, without reading what the peer still sends beyond a small buffer: a close
   * before that would be a reset to a peer that has not read everything. Only for the thread that reads.
   *
   * @param millis at most this long
   */
  public void linger(long millis) throws IOException {
    connection.awaitClose(millis, 20);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
