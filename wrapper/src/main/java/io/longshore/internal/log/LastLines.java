package io.longshore.internal.log;

import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of a log that ends, in the order in which they ended. Reads all of it, and keeps no more than these.
 */
final class LastLines implements Source<LogFrame> {
  private final Source<LogFrame> frames;
  private final long most;
  private final Deque<List<LogFrame>> lines = new ArrayDeque<>();
  private final List<List<LogFrame>> open = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>()));
  private final int[] sizes = new int[2];
  private @Nullable Iterator<LogFrame> last;

  LastLines(Source<LogFrame> frames, long most) {
    this.frames = frames;
    this.most = most;
  }

  @Override
  public @Nullable LogFrame next() {
    Iterator<LogFrame> kept = last;
    if (kept == null) {
      for (LogFrame frame = frames.next(); frame != null; frame = frames.next()) {
        add(frame);
      }
      for (StdStream stream : StdStream.values()) {
        end(stream);
      }
      kept = lines.stream().flatMap(List::stream).iterator();
      last = kept;
    }
    return kept.hasNext() ? kept.next() : null;
  }

  private void add(LogFrame frame) {
    byte[] bytes = frame.bytes();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        add(frame, from, i + 1);
        end(frame.stream());
        from = i + 1;
      }
    }
    if (from < bytes.length) {
      add(frame, from, bytes.length);
      // A line that never ends must not be kept whole.
      if (sizes[frame.stream().ordinal()] >= Lines.LONGEST) {
        end(frame.stream());
      }
    }
  }

  private void add(LogFrame frame, int from, int to) {
    boolean whole = from == 0 && to == frame.bytes().length;
    int stream = frame.stream().ordinal();
    open.get(stream)
        .add(whole ? frame : new LogFrame(frame.stream(), Arrays.copyOfRange(frame.bytes(), from, to), frame.time()));
    sizes[stream] += to - from;
  }

  private void end(StdStream stream) {
    List<LogFrame> line = open.get(stream.ordinal());
    if (line.isEmpty()) {
      return;
    }
    lines.addLast(List.copyOf(line));
    line.clear();
    sizes[stream.ordinal()] = 0;
    if (lines.size() > most) {
      lines.removeFirst();
    }
  }

  @Override
  public void close() {
    frames.close();
  }
}
