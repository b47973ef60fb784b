package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.engine.ContainerProcess;
import io.longshore.embedded.internal.engine.FrameQueue;
import io.longshore.embedded.internal.http.Hijacked;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a peer sends on its way to a process. */
final class Feed {
  private static final long LINGER_MILLIS = 10_000;

  private final Hijacked connection;
  private final FrameQueue queue;
  private final @Nullable DetachKeys keys;
  private final boolean endsStdin;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean detached;

  /**
   * Feeds nothing yet.
   *
   * @param queue the output of the session, which ends with it
   * @param keys what ends the session on a terminal; null without one
   * @param endsStdin whether the end of what the peer sends is the end of stdin; otherwise it ends the session
   */
  Feed(Hijacked connection, FrameQueue queue, @Nullable DetachKeys keys, boolean endsStdin) {
    this.connection = connection;
    this.queue = queue;
    this.keys = keys;
    this.endsStdin = endsStdin;
  }

  /** Whether the detach keys were typed. */
  boolean isDetached() {
    return detached;
  }

  /** Feeds a process up to the end of what the peer sends. */
  void run(ContainerProcess process) {
    try {
      copy(process);
    } catch (IOException | InterruptedException | RuntimeException e) {
      // The session ends with its connection.
    } finally {
      done.countDown();
    }
  }

  /** There is no reader. */
  void skip() {
    done.countDown();
  }

  private void copy(ContainerProcess process) throws IOException, InterruptedException {
    byte[] bytes = new byte[64 * 1024];
    try {
      for (int count = connection.read(bytes, 0, bytes.length); count >= 0; count = connection.read(bytes, 0,
          bytes.length)) {
        if (keys != null) {
          byte[] typed = keys.pass(bytes, count);
          if (typed == null) {
            detached = true;
            queue.abandon();
            return;
          }
          process.type(typed, typed.length);
        } else if (!process.stdin().write(bytes, 0, count)) {
          // There is no reader any more. Engines leave the rest unread.
          connection.linger(LINGER_MILLIS);
          return;
        }
      }
    } finally {
      if (endsStdin) {
        process.stdin().end();
      } else {
        queue.abandon();
      }
    }
  }

  /** Waits a while for the peer, after the end of the output: a close would reset what it has not read yet. */
  void linger() throws InterruptedException {
    if (!done.await(LINGER_MILLIS, TimeUnit.MILLISECONDS)) {
      // After this long, a peer that leaves its side open is dropped.
      queue.abandon();
    }
  }
}
