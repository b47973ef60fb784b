package io.longshore.embedded.internal.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A container's log, in lines as the json-file driver keeps them: a line without an end is logged when its process ends or
 * when it reaches 16 KiB. Keeps the newest 16 MiB and forgets what is older, as log rotation does.
 */
public final class LogStore {
  /** A line, with its line end if it has one. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(int stream, Instant time, byte[] line) {}

  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final int OVERHEAD = 64;
  private static final int MAX_LINE = 16 * 1024;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long first;
  private int bytes;
  private int runs;

  /** Cuts what a process writes into lines. One for each run. */
  public OutputSink newRun() {
    return new LineSink();
  }

  private synchronized void append(int stream, byte[] line) {
    entries.add(new Entry(stream, Instant.now(), line));
    bytes += line.length + OVERHEAD;
    while (bytes > MAX_BYTES) {
      bytes -= entries.remove().line.length + OVERHEAD;
      first++;
    }
    notifyAll();
  }

  private synchronized void endRun() {
    runs++;
    notifyAll();
  }

  /** How many runs have ended. */
  public synchronized int runs() {
    return runs;
  }

  /** The position before the newest so many lines; before all of them when the number is negative. */
  public synchronized long positionOfTail(long lines) {
    return lines < 0 ? first : first + Math.max(0, entries.size() - lines);
  }

  /** The lines from a position on, at most so many. */
  public synchronized List<Entry> read(long position, int atMost) {
    long skip = Math.max(0, position - first);
    if (skip >= entries.size()) {
      return List.of();
    }
    List<Entry> found = new ArrayList<>();
    Iterator<Entry> iterator = entries.iterator();
    for (long i = 0; i < skip; i++) {
      iterator.next();
    }
    while (iterator.hasNext() && found.size() < atMost) {
      found.add(iterator.next());
    }
    return found;
  }

  /** Waits for a line at the position or for the end of the run, at most so long. */
  public synchronized void await(long position, int run, long millis) throws InterruptedException {
    if (position >= first + entries.size() && runs == run) {
      wait(millis);
    }
  }

  private final class LineSink implements OutputSink {
    private final byte[][] partial = {new byte[0], new byte[0], new byte[0]};

    @Override
    public void write(int stream, byte[] bytes) {
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n' || partial[stream].length + i + 1 - start >= MAX_LINE) {
          append(stream, join(partial[stream], bytes, start, i + 1));
          partial[stream] = new byte[0];
          start = i + 1;
        }
      }
      partial[stream] = join(partial[stream], bytes, start, bytes.length);
    }

    @Override
    public void end() {
      for (int stream = 1; stream <= 2; stream++) {
        if (partial[stream].length > 0) {
          append(stream, partial[stream]);
          partial[stream] = new byte[0];
        }
      }
      endRun();
    }

    private static byte[] join(byte[] before, byte[] bytes, int from, int to) {
      byte[] joined = java.util.Arrays.copyOf(before, before.length + to - from);
      System.arraycopy(bytes, from, joined, before.length, to - from);
      return joined;
    }
  }
}
