package io.longshore.internal.stream;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.StreamException;
import io.longshore.stream.Followed;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream that reconnects after a lost connection. It requests items from a little before its newest one: if the
 * replay begins with items that it has returned already, the engine still had the last of them and so everything after
 * it, and nothing is missing. If something else comes first, the stream returns a gap before it. Items of a replay that
 * were returned already are left out, equal ones by their number.
 *
 * <p>A refusal by the engine, for example because the container is gone, is not a lost connection and ends the stream.
 * Only its own failures (5xx) are tried again like a loss, because engines send them while they start or stop.
 */
public final class Reconnecting<T> implements Source<Followed<T>> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Replayable<T> origin;
  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Source<T> connection;
  private long connectedAt;
  private @Nullable Outage outage;

  private final Seen seen = new Seen();
  private @Nullable Seen expected;
  private @Nullable Instant replayedUntil;
  /** A possible gap, until the next items prove that nothing is missing. */
  private @Nullable Doubt doubt;
  private Followed.@Nullable Item<T> afterGap;

  private record Doubt(Instant after, String reason) {}

  /** From the loss of a connection to one that holds. */
  private static final class Outage {
    final long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;

    Duration pauseWithin(Duration left) {
      Duration now = pause.compareTo(left) < 0 ? pause : left;
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
      return now;
    }
  }

  private Reconnecting(Replayable<T> origin, Duration patience, Source<T> first) {
    this.origin = origin;
    this.patience = patience;
    connection = first;
    connectedAt = System.nanoTime();
  }

  /**
   * Opens the stream for the first time; a failure of that is thrown at once.
   *
   * @param patience how long to try after a loss, until the last failure is thrown
   */
  public static <T> Reconnecting<T> open(Replayable<T> origin, Duration patience) {
    return new Reconnecting<>(origin, patience, origin.open(null, null));
  }

  @Override
  public @Nullable Followed<T> next() {
    Followed.Item<T> held = afterGap;
    if (held != null) {
      afterGap = null;
      return held;
    }
    while (true) {
      DockerException loss;
      try {
        T item = connection.next();
        if (item != null) {
          Followed<T> found = found(item);
          if (found != null) {
            return found;
          }
          continue;
        }
        if (origin.isOver()) {
          return null;
        }
        loss = new StreamException("the engine ended the stream, as engines do when they shut down",
            StreamEnd.TRUNCATED, null);
      } catch (DockerException e) {
        loss = lossOrThrow(e);
      }
      reconnect(loss);
    }
  }

  /** The item for the reader; null if it came before. */
  private @Nullable Followed<T> found(T item) {
    Instant time = origin.time(item);
    Object key = origin.key(item);
    Seen replay = expected;
    if (replay != null) {
      if (replay.remove(time, key)) {
        doubt = null;
        return null;
      }
      if (replayedUntil == null || time.isAfter(replayedUntil)) {
        expected = null;
      }
    }
    seen.add(time, key);
    outage = null;
    Followed.Item<T> fresh = new Followed.Item<>(item);
    Doubt doubtful = doubt;
    if (doubtful == null) {
      return fresh;
    }
    doubt = null;
    afterGap = fresh;
    return new Followed.Gap<>(doubtful.after(), time, doubtful.reason());
  }

  private DockerException lossOrThrow(DockerException failure) {
    boolean lost = failure instanceof StreamException broken
        ? broken.end() == StreamEnd.TRUNCATED
        : failure instanceof ConnectionException || failure instanceof ServerErrorException;
    if (!lost || isClosed()) {
      throw failure;
    }
    return failure;
  }

  private void reconnect(DockerException loss) {
    connection.close();
    Outage now = outage;
    // A connection that breaks again at once has not ended the outage.
    if (now == null || System.nanoTime() - connectedAt > LONGEST_PAUSE.toNanos()) {
      now = new Outage();
      outage = now;
    }
    DockerException last = loss;
    while (true) {
      Duration left = patience.minusNanos(System.nanoTime() - now.start);
      if (left.isNegative() || left.isZero()) {
        throw last;
      }
      pause(now.pauseWithin(left));
      left = patience.minusNanos(System.nanoTime() - now.start);
      try {
        // The last attempt is made when the time is up; even that one needs some.
        connect(left.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : left);
        break;
      } catch (DockerException e) {
        last = lossOrThrow(e);
      }
    }
    expect(loss);
  }

  private void connect(Duration within) {
    Source<T> opened = origin.open(seen.from(), within);
    connection = opened;
    connectedAt = System.nanoTime();
    if (isClosed()) {
      opened.close();
      throw closedHere();
    }
  }

  /** A possible gap stays through several losses, with the first one's reason. */
  private void expect(DockerException loss) {
    expected = seen.copy();
    replayedUntil = seen.newest();
    Instant after = seen.isEmpty() ? origin.doubtfulBeginning() : seen.newest();
    if (after != null && doubt == null) {
      doubt = new Doubt(after, Objects.requireNonNullElse(loss.getMessage(), "the connection was lost"));
    }
  }

  private void pause(Duration pause) {
    try {
      if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw closedHere();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the thread was interrupted while it waited to connect again", e);
    }
  }

  private static CancelledException closedHere() {
    return new CancelledException("the stream was closed while it waited to connect again", null);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    origin.close();
    connection.close();
  }
}
