package io.longshore.internal.session;

import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.StreamException;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the program of a session has written and is not read yet. Its outputs are read separately, or both in their
 * order. An output that is being read slows its writer down if the reader is slow. An output that is not being read
 * never does, because threads that write to the program, wait for it or read the other output would wait indefinitely:
 * what does not fit into memory goes to a temporary file. What does not fit into that is lost, and later reads throw;
 * after reading has begun, nothing is lost.
 */
final class SessionOutput implements AutoCloseable {
  private static final long IN_MEMORY = 256 * 1024;
  private static final long IN_FILE = 256L * 1024 * 1024;
  // How long a reader may do something else before others that wait for the program go first.
  private static final long GIVEN_UP_MILLIS = 200;

  /** Some output, numbered in the order in which it came. */
  @SuppressWarnings("ArrayRecordComponent")
  record Piece(long number, byte[] bytes) {}

  private static final class Lane {
    final Deque<Piece> first = new ArrayDeque<>();
    final OverflowFile spill = new OverflowFile();
    long inFirst;
    boolean reading;
    boolean discarded;
    /** Whether its reader does something else while others wait. */
    boolean givenUp;
    @Nullable
    String lost;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<StdStream, Lane> lanes = new EnumMap<>(StdStream.class);
  private final String what;
  private final long inMemory;
  private final long inFile;
  private long numbers;
  /** Threads that can continue only if the program does. */
  private int waiting;
  /** Whether both outputs are read together; null until the first read. */
  private @Nullable Boolean together;
  private boolean ended;
  private boolean closed;
  private @Nullable RuntimeException failure;

  SessionOutput(String what) {
    this(what, IN_MEMORY, IN_FILE);
  }

  /** With limits of each output, in bytes. */
  SessionOutput(String what, long inMemory, long inFile) {
    this.what = what;
    this.inMemory = inMemory;
    this.inFile = inFile;
    for (StdStream stream : StdStream.values()) {
      lanes.put(stream, new Lane());
    }
  }

  private Lane lane(StdStream stream) {
    return Objects.requireNonNull(lanes.get(stream));
  }

  /** Takes output over; blocks while its reader is slow. For the thread that reads from the engine. */
  void add(StdStream stream, byte[] bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Lane lane = lane(stream);
      Piece piece = new Piece(numbers++, bytes);
      if (!fits(lane)) {
        awaitReader(lane);
      }
      if (closed || lane.lost != null || lane.discarded) {
        return;
      }
      if (fits(lane)) {
        lane.first.add(piece);
        lane.inFirst += bytes.length;
      } else {
        spill(lane, piece);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(Lane lane) {
    return lane.spill.isEmpty() && lane.inFirst < inMemory;
  }

  /** Waits for room while there is a reader; if there is none and others wait, the file has room, up to its limit. */
  private void awaitReader(Lane lane) throws InterruptedException {
    while (lane.reading && !lane.discarded && !closed && !fits(lane)) {
      boolean room = lane.spill.size() < inFile;
      if (lane.givenUp && room) {
        return;
      }
      boolean tookNothing = !changed.await(GIVEN_UP_MILLIS, TimeUnit.MILLISECONDS);
      lane.givenUp |= tookNothing && waiting > 0;
    }
  }

  private void spill(Lane lane, Piece piece) {
    if (!lane.reading && lane.spill.size() + piece.bytes().length > inFile) {
      lane.lost = "more than " + (inMemory + inFile) / (1024 * 1024) + " MiB came before it was read";
      return;
    }
    try {
      lane.spill.add(piece);
    } catch (IOException e) {
      lane.lost = "it was not being read and the temporary file for it failed: " + e.getMessage();
    }
  }

  /** A thread waits for the program: an output whose reader does something else must not block it. */
  void enter() {
    lock.lock();
    try {
      waiting++;
    } finally {
      lock.unlock();
    }
  }

  /** Ends {@link #enter()}. */
  void leave() {
    lock.lock();
    try {
      waiting--;
    } finally {
      lock.unlock();
    }
  }

  /** An output will not be read any more. */
  void discard(StdStream stream) {
    lock.lock();
    try {
      Lane lane = lane(stream);
      lane.discarded = true;
      clear(lane);
    } catch (IOException e) {
      // A temporary file that cannot be closed has no content that is still needed.
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  private static void clear(Lane lane) throws IOException {
    lane.first.clear();
    lane.inFirst = 0;
    lane.spill.close();
  }

  /** Whether output came that no reader will get. */
  boolean hasLost() {
    lock.lock();
    try {
      return lanes.values().stream().anyMatch(lane -> lane.lost != null);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes; a failure is what readers get at the end. */
  void end(@Nullable RuntimeException why) {
    lock.lock();
    try {
      ended = true;
      failure = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What may be taken out of a lane next. */
  private static @Nullable Piece peek(Lane lane) throws IOException {
    return lane.first.isEmpty() ? lane.spill.peek() : lane.first.peek();
  }

  private byte[] remove(Lane lane, Piece piece) throws IOException {
    if (!lane.first.isEmpty()) {
      lane.first.remove();
      lane.inFirst -= piece.bytes().length;
    } else {
      lane.spill.remove();
    }
    lane.givenUp = false;
    changed.signalAll();
    return piece.bytes();
  }

  /** Blocks for the next output; null at a normal end. {@code null} as stream takes both, in their order. */
  @Nullable
  LogFrame take(@Nullable StdStream only, @Nullable Long deadline) {
    try {
      lock.lockInterruptibly();
      try {
        Boolean before = together;
        together = only == null;
        if (before != null && !before.equals(together)) {
          together = before;
          throw new IllegalStateException(
              "the outputs of " + what + " are read "
                  + (before ? "together, by output() or collect()" : "apart, by stdout() or stderr()")
                  + "; continue that way, because what was read is gone");
        }
        for (StdStream stream : StdStream.values()) {
          lane(stream).reading |= only == null || only == stream;
        }
        while (true) {
          if (closed) {
            throw new CancelledException("the session of " + what + " has been closed", null);
          }
          StdStream from = only == null ? earlier() : only;
          Piece piece = peek(lane(from));
          if (piece != null) {
            return new LogFrame(from, remove(lane(from), piece), null);
          }
          checkLost(only);
          if (ended) {
            if (failure != null) {
              throw failure;
            }
            return null;
          }
          await(deadline);
        }
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("reading the output of " + what + ": the thread was interrupted", e);
    } catch (IOException e) {
      throw new StreamException(
          "the output of " + what + ": what had been kept in a temporary file cannot be read: " + e.getMessage(),
          StreamEnd.FAILED,
          e);
    }
  }

  private StdStream earlier() throws IOException {
    Piece out = peek(lane(StdStream.STDOUT));
    Piece err = peek(lane(StdStream.STDERR));
    return err != null && (out == null || err.number() < out.number()) ? StdStream.STDERR : StdStream.STDOUT;
  }

  private void checkLost(@Nullable StdStream only) {
    for (StdStream stream : StdStream.values()) {
      String lost = lane(stream).lost;
      if (lost != null && (only == null || only == stream)) {
        throw new StreamException(
            "a part of " + stream + " of " + what + " is lost: " + lost
                + "; read it while the program runs, or send it to a file",
            StreamEnd.FAILED,
            null);
      }
    }
  }

  private void await(@Nullable Long deadline) throws InterruptedException {
    waiting++;
    try {
      if (deadline == null) {
        changed.await();
        return;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new DeadlineException("the output of " + what + " did not end in time", null);
      }
      changed.await(left, TimeUnit.NANOSECONDS);
    } finally {
      waiting--;
    }
  }

  /** Whether there is something to read without blocking, for {@link java.io.InputStream#available()}. */
  int ready(StdStream stream) {
    lock.lock();
    try {
      Piece piece = peek(lane(stream));
      return piece == null ? 0 : piece.bytes().length;
    } catch (IOException e) {
      return 0;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Drops unread output, and ends reads that block. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (Lane lane : lanes.values()) {
        clear(lane);
      }
    } catch (IOException e) {
      // A temporary file that cannot be closed has no content that is still needed.
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }
}
