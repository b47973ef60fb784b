package io.longshore.internal.log;

import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import io.longshore.stream.StdStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits an engine's stream into what a program wrote to its outputs. */
public final class Frames implements Source<LogFrame> {
  private static final int HEADER = 8;
  // A header can promise 4 GiB; longer frames come in parts instead of one array.
  private static final int LONGEST = 1024 * 1024;
  private static final int RAW = 32 * 1024;
  // As much as comes at once from the connection; each of a thousand followed logs has such a buffer.
  private static final int BUFFER = 8 * 1024;
  private static final byte STDERR = 2;
  // Not a process's output: an engine that cannot read on says so in a frame of this kind.
  private static final byte ENGINE = 3;
  private static final int LONGEST_WORDS = 4 * 1024;

  private final ByteSource source;
  private final boolean multiplexed;
  private final boolean timed;
  private final byte[] header = new byte[HEADER];
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private byte kind;
  private long left;
  private @Nullable Instant time;

  public Frames(ByteSource source, boolean multiplexed) {
    this(source, multiplexed, false);
  }

  private Frames(ByteSource source, boolean multiplexed, boolean timed) {
    this.source = source;
    this.multiplexed = multiplexed;
    this.timed = timed;
  }

  /** Of a log whose every message begins with its time; engines put each message into a frame of its own. */
  static Source<LogFrame> timed(ByteSource source, boolean multiplexed) {
    return multiplexed ? new Frames(source, true, true) : new TimedTerminal(source);
  }

  @Override
  public @Nullable LogFrame next() {
    return multiplexed ? framed() : raw();
  }

  private @Nullable LogFrame raw() {
    byte[] buffer = new byte[RAW];
    int count = source.read(buffer, 0, RAW);
    return count < 0 ? null : new LogFrame(StdStream.STDOUT, Arrays.copyOf(buffer, count), null);
  }

  private @Nullable LogFrame framed() {
    while (left == 0) {
      if (!nextHeader()) {
        return null;
      }
      if (timed && left > 0 && kind != ENGINE) {
        time = stamp();
      }
    }
    if (kind == ENGINE) {
      byte[] words = new byte[(int) Math.min(left, LONGEST_WORDS)];
      throw source.failed("the engine says: " + new String(words, 0, fill(words), StandardCharsets.UTF_8).strip());
    }
    byte[] payload = payload((int) Math.min(left, LONGEST));
    left -= payload.length;
    return new LogFrame(kind == STDERR ? StdStream.STDERR : StdStream.STDOUT, payload, time);
  }

  /** False at the end of the source. */
  private boolean nextHeader() {
    if (end - at >= HEADER) {
      read(buffer, at);
      at += HEADER;
      return true;
    }
    int count = fill(header);
    if (count == 0) {
      return false;
    }
    if (count < HEADER) {
      throw source.truncated("it ended inside the header of a frame");
    }
    read(header, 0);
    return true;
  }

  private void read(byte[] in, int from) {
    kind = in[from];
    if (kind < 0 || kind > ENGINE || in[from + 1] != 0 || in[from + 2] != 0 || in[from + 3] != 0) {
      throw source.failed("it contains something other than frames");
    }
    left = (in[from + 4] & 0xffL) << 24 | (in[from + 5] & 0xffL) << 16 | (in[from + 6] & 0xffL) << 8
        | in[from + 7] & 0xffL;
  }

  private byte[] payload(int length) {
    if (length <= end - at) {
      at += length;
      return Arrays.copyOfRange(buffer, at - length, at);
    }
    byte[] payload = new byte[length];
    if (fill(payload) < length) {
      throw source.truncated("it ended inside a frame");
    }
    return payload;
  }

  private Instant stamp() {
    // Not more than the message has: the next one may come much later.
    int wanted = (int) Math.min(left, Stamps.LONGEST);
    if (!have(wanted)) {
      throw source.truncated("it ended inside the time of a message");
    }
    int length = Stamps.length(buffer, at, at + wanted);
    Instant stamp = Stamps.parse(buffer, at, length);
    if (stamp == null) {
      throw source.failed("a message does not begin with its time");
    }
    at += length;
    left -= length;
    return stamp;
  }

  /** Reads this many bytes into the buffer, one after the other; false if the source ends first. */
  private boolean have(int wanted) {
    if (end - at < wanted) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
    }
    while (end - at < wanted) {
      int count = source.read(buffer, end, BUFFER - end);
      if (count < 0) {
        return false;
      }
      end += count;
    }
    return true;
  }

  /** Less than asked for only at the end of the source. */
  private int fill(byte[] bytes) {
    int filled = 0;
    while (filled < bytes.length) {
      int count = read(bytes, filled, bytes.length - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  /** Small frames come many at a time; large ones are read directly into their array. */
  private int read(byte[] into, int offset, int length) {
    if (at == end) {
      if (length >= BUFFER) {
        return source.read(into, offset, length);
      }
      int count = source.read(buffer, 0, BUFFER);
      if (count < 0) {
        return -1;
      }
      at = 0;
      end = count;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() {
    source.close();
  }
}
