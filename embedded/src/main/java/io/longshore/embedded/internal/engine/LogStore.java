package io.longshore.embedded.internal.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's log, in lines as the json-file driver keeps them: a line without an end is logged when its process ends
 * or when it reaches 16 KiB. Keeps the newest 16 MiB and forgets what is older, as log rotation does.
 */
public final class LogStore {
  /** A line, with its line end if it has one. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(int stream, Instant time, byte[] line) {}

  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final int OVERHEAD = 64;
  private static final int MAX_LINE = 16 * 1024;
  private static final Entry GONE = new Entry(0, Instant.EPOCH, new byte[0]);

  private final List<Entry> entries = new ArrayList<>();
  private int forgotten;
  private long first;
  private int bytes;
  private int runs;
  private @Nullable LineSink current;
  private final boolean keeps;

  /**
   * An empty log.
   *
   * @param keeps false for one that stays empty
   */
  LogStore(boolean keeps) {
    this.keeps = keeps;
  }

  /** Cuts what a process writes into lines. One for each run. */
  public synchronized OutputSink newRun() {
    if (current != null) {
      endRun(current);
    }
    LineSink run = new LineSink();
    current = run;
    return run;
  }

  private synchronized void append(int stream, Instant time, byte[] line) {
    if (!keeps) {
      return;
    }
    entries.add(new Entry(stream, time, line));
    bytes += line.length + OVERHEAD;
    while (bytes > MAX_BYTES) {
      bytes -= entries.set(forgotten++, GONE).line.length + OVERHEAD;
      first++;
    }
    // Now and then only: the rest moves.
    if (forgotten > entries.size() / 2) {
      entries.subList(0, forgotten).clear();
      forgotten = 0;
    }
    notifyAll();
  }

  private synchronized void endRun(LineSink run) {
    if (current == run) {
      current = null;
      runs++;
      notifyAll();
    }
  }

  /** How many runs have ended. */
  public synchronized int runs() {
    return runs;
  }

  /** The position before the newest so many lines; before all of them when the number is negative. */
  public synchronized long positionOfTail(long lines) {
    return lines < 0 ? first : first + Math.max(0, size() - lines);
  }

  /** The lines from a position on, at most so many. */
  public synchronized List<Entry> read(long position, int atMost) {
    long skip = Math.max(0, position - first);
    if (skip >= size()) {
      return List.of();
    }
    int from = forgotten + (int) skip;
    return new ArrayList<>(entries.subList(from, (int) Math.min(entries.size(), (long) from + atMost)));
  }

  /** The position of a line that is read from a position: later when lines have been forgotten. */
  public synchronized long positionOf(long position) {
    return Math.max(position, first);
  }

  private int size() {
    return entries.size() - forgotten;
  }

  /** Waits for a line at the position or for the end of the run, for at most this long. */
  public synchronized void await(long position, int run, long millis) throws InterruptedException {
    if (position >= first + size() && runs == run) {
      wait(millis);
    }
  }

  private final class LineSink implements OutputSink {
    private final byte[][] partial = {new byte[0], new byte[0], new byte[0]};
    private final @Nullable Instant[] lineTime = new Instant[3];

    @Override
    public void write(int stream, byte[] bytes) {
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n' || partial[stream].length + i + 1 - start >= MAX_LINE) {
          append(stream, time(stream, bytes[i] == '\n'), join(partial[stream], bytes, start, i + 1));
          partial[stream] = new byte[0];
          start = i + 1;
        }
      }
      partial[stream] = join(partial[stream], bytes, start, bytes.length);
    }

    @Override
    public void finish() {
      for (int stream = 1; stream <= 2; stream++) {
        if (partial[stream].length > 0) {
          append(stream, time(stream, true), partial[stream]);
          partial[stream] = new byte[0];
        }
      }
    }

    @Override
    public void end() {
      endRun(this);
    }

    /** Pieces of one long line have the time of its first piece. */
    private Instant time(int stream, boolean last) {
      Instant first = lineTime[stream];
      Instant time = first == null ? Instant.now() : first;
      lineTime[stream] = last ? null : time;
      return time;
    }

    private static byte[] join(byte[] before, byte[] bytes, int from, int to) {
      byte[] joined = java.util.Arrays.copyOf(before, before.length + to - from);
      System.arraycopy(bytes, from, joined, before.length, to - from);
      return joined;
    }
  }
}
