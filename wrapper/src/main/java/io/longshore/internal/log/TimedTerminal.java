package io.longshore.internal.log;

import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The log of a terminal with times: one run of bytes without frames. A message ends with its line, or after as many
 * bytes as an engine stores at once; after these comes another time.
 */
final class TimedTerminal implements Source<LogFrame> {
  private static final int BUFFER = 32 * 1024;
  // Engines cut lines that are longer, and write a time before every part.
  private static final int LONGEST_MESSAGE = 16 * 1024;

  private final ByteSource source;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private int inMessage;
  private boolean startOfMessage = true;
  private @Nullable Instant time;

  TimedTerminal(ByteSource source) {
    this.source = source;
  }

  @Override
  public @Nullable LogFrame next() {
    if (startOfMessage || inMessage == LONGEST_MESSAGE) {
      if (!begin()) {
        return null;
      }
    } else if (at == end && !more()) {
      return null;
    }
    int limit = Math.min(end, at + LONGEST_MESSAGE - inMessage);
    int to = at;
    while (to < limit && !startOfMessage) {
      startOfMessage = buffer[to++] == '\n';
    }
    inMessage = startOfMessage ? 0 : inMessage + to - at;
    LogFrame frame = new LogFrame(StdStream.STDOUT, Arrays.copyOfRange(buffer, at, to), time);
    at = to;
    return frame;
  }

  /** Reads the time of a message; false at the log's end. */
  private boolean begin() {
    boolean lineGoesOn = !startOfMessage;
    int length = Stamps.length(buffer, at, end);
    while (length == 0 && mayBeTime()) {
      if (!more()) {
        if (at == end) {
          return false;
        }
        if (lineGoesOn) {
          break;
        }
        throw source.truncated("it ended inside the time of a message");
      }
      length = Stamps.length(buffer, at, end);
    }
    Instant stamp = Stamps.parse(buffer, at, length);
    if (stamp != null) {
      time = stamp;
      at += length;
    } else if (!lineGoesOn) {
      throw source.failed("a message does not begin with its time");
    }
    inMessage = 0;
    startOfMessage = false;
    if (at == end && !more()) {
      throw source.truncated("it ended after the time of a message");
    }
    return true;
  }

  /** Whether more bytes can complete a time; a line end is not part of one, and may be the last byte that comes. */
  private boolean mayBeTime() {
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\n') {
        return false;
      }
    }
    return end - at < Stamps.LONGEST;
  }

  private boolean more() {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    int count = source.read(buffer, end, BUFFER - end);
    end += Math.max(0, count);
    return count > 0;
  }

  @Override
  public void close() {
    source.close();
  }
}
