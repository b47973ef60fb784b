package io.longshore.internal.log;

import io.longshore.stream.LogFrame;
import io.longshore.stream.LogLine;
import io.longshore.stream.Output;
import io.longshore.stream.StdStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Assembles lines from frames, separately for each stream: lines span frames and frames hold many lines. */
final class Lines implements Iterator<LogLine> {
  static final int LONGEST = 1024 * 1024;
  // Invalid UTF-8 may have no start of a character at all.
  private static final int LONGEST_CHARACTER = 4;

  private final Iterator<LogFrame> frames;
  private final Deque<LogLine> ready = new ArrayDeque<>();
  private final ByteArrayOutputStream[] open = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
  private final @Nullable Instant[] times = new Instant[2];

  Lines(Iterator<LogFrame> frames) {
    this.frames = frames;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty()) {
      if (!frames.hasNext()) {
        for (StdStream stream : StdStream.values()) {
          if (open[stream.ordinal()].size() > 0) {
            end(stream, false);
          }
        }
        return !ready.isEmpty();
      }
      add(frames.next());
    }
    return true;
  }

  @Override
  public LogLine next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the log has ended");
    }
    return ready.removeFirst();
  }

  private void add(LogFrame frame) {
    ByteArrayOutputStream line = open[frame.stream().ordinal()];
    byte[] bytes = frame.bytes();
    int from = 0;
    if (line.size() == 0) {
      times[frame.stream().ordinal()] = frame.time();
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, from, i - from);
        end(frame.stream(), true);
        times[frame.stream().ordinal()] = frame.time();
        from = i + 1;
      } else if (line.size() + i - from >= LONGEST
          && (isCharacterStart(bytes[i]) || line.size() + i - from >= LONGEST + LONGEST_CHARACTER)) {
        line.write(bytes, from, i - from);
        end(frame.stream(), false);
        from = i;
      }
    }
    line.write(bytes, from, bytes.length - from);
  }

  private static boolean isCharacterStart(byte b) {
    return (b & 0xc0) != 0x80;
  }

  private void end(StdStream stream, boolean complete) {
    ByteArrayOutputStream line = open[stream.ordinal()];
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    boolean carriageReturn = complete && text.endsWith("\r");
    ready.add(
        new LogLine(
            stream, carriageReturn ? text.substring(0, text.length() - 1) : text, complete, times[stream.ordinal()]));
  }

  /** Collects what each stream wrote, up to a limit. */
  static @Nullable Output collect(Iterator<LogFrame> frames, long atMost) {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    while (frames.hasNext()) {
      LogFrame frame = frames.next();
      if (stdout.size() + (long) stderr.size() + frame.bytes().length > atMost) {
        return null;
      }
      (frame.stream() == StdStream.STDOUT ? stdout : stderr).writeBytes(frame.bytes());
    }
    return new Output(stdout.toByteArray(), stderr.toByteArray());
  }
}
