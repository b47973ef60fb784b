package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.engine.FrameQueue;
import io.longshore.embedded.internal.engine.LogStore;
import io.longshore.embedded.internal.http.Hijacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;

/** Raw streams over a connection that has been taken over. */
record Sessions(ExecutorService threads) {
  static final String RAW = "application/vnd.docker.raw-stream";
  static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
  private static final int BATCH = 64 * 1024;

  /** The type of a stream: telling apart came with API 1.42. */
  static String type(String apiVersion, boolean tty) {
    return tty || apiVersion.equals("1.41") ? RAW : MULTIPLEXED;
  }

  /** A piece of output as it goes over the wire. */
  static byte[] frame(int stream, byte[] bytes, boolean tty) {
    if (tty) {
      return bytes;
    }
    ByteBuffer frame = ByteBuffer.allocate(8 + bytes.length);
    return frame.put((byte) stream).put(new byte[3]).putInt(bytes.length).put(bytes).array();
  }

  /** Sends everything in a queue up to its end. Blocks. */
  void pump(Hijacked connection, FrameQueue queue, boolean tty, boolean stdout, boolean stderr)
      throws IOException, InterruptedException {
    ByteBuffer batch = ByteBuffer.allocate(BATCH);
    for (FrameQueue.Frame next = queue.take(); next != null; next = queue.take()) {
      if (next.stream() == 1 ? stdout : stderr) {
        byte[] frame = frame(next.stream(), next.bytes(), tty);
        if (frame.length > batch.remaining()) {
          flush(connection, batch);
        }
        if (frame.length > batch.remaining()) {
          connection.write(ByteBuffer.wrap(frame));
        } else {
          batch.put(frame);
        }
      }
      if (!queue.hasMore()) {
        flush(connection, batch);
      }
    }
    flush(connection, batch);
  }

  private static void flush(Hijacked connection, ByteBuffer batch) throws IOException {
    connection.write(batch.flip());
    batch.clear();
  }

  /** Sends log lines. */
  static void log(Hijacked connection, LogStore.Entry entry, boolean tty) throws IOException {
    connection.write(ByteBuffer.wrap(frame(entry.stream(), entry.line(), tty)));
  }

  /** Runs what reads from a peer on a thread of its own. */
  void start(Runnable reader) {
    threads.execute(reader);
  }
}
