package io.longshore.internal.transport;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Where a response ends in the bytes of a connection. OkHttp reads ahead, and would treat what follows a response as
 * the response to the next request; so it gets nothing beyond the end of the current one. What is left over stays
 * visible to the check of a kept connection.
 */
final class AnswerBounds {

  /** No real line comes near: chunks of engines have no extensions. */
  private static final int LONGEST_SIZE_LINE = 4 * 1024;
  private static final long LARGEST_CHUNK = Long.MAX_VALUE >> 8;

  private enum Part {
    /** Up to an empty line: a head, or the trailers behind chunks. */
    LINES,
    SIZED,
    SIZE_LINE,
    CHUNK,
    CHUNK_END,
    /** To the end of the connection. */
    OPEN,
    /** Nothing more belongs to the answer. */
    OVER
  }

  private Part part = Part.OPEN;
  private boolean lineIsEmpty;
  private boolean trailers;
  private boolean inSize;
  private int line;
  private long left;

  /** A head must come, perhaps after those of interim responses. */
  void head() {
    part = Part.LINES;
    trailers = false;
    lineIsEmpty = false;
  }

  void sized(long length) {
    part = length == 0 ? Part.OVER : Part.SIZED;
    left = length;
  }

  void chunked() {
    part = Part.SIZE_LINE;
    beginSize();
  }

  /** The last chunk has been read, up to the end of its line. */
  void trailers() {
    part = Part.LINES;
    trailers = true;
    lineIsEmpty = true;
  }

  void open() {
    part = Part.OPEN;
  }

  void over() {
    part = Part.OVER;
  }

  boolean isOpen() {
    return part == Part.OPEN;
  }

  /**
   * How many of the next {@code count} bytes are of this answer, at least one unless it is over; they count as read.
   */
  int of(ByteBuffer bytes, int count) throws ProtocolException {
    return switch (part) {
      case OPEN -> count;
      case OVER -> 0;
      case SIZED -> {
        int mine = (int) Math.min(count, left);
        left -= mine;
        part = left == 0 ? Part.OVER : Part.SIZED;
        yield mine;
      }
      case LINES -> lines(bytes, bytes.position(), count);
      default -> chunks(bytes, count);
    };
  }

  /** An empty line ends a head: a line feed right after another, but for a carriage return. */
  private int lines(ByteBuffer bytes, int from, int count) {
    for (int i = 0; i < count; i++) {
      byte b = bytes.get(from + i);
      if (b == '\n') {
        if (lineIsEmpty) {
          part = trailers ? Part.OVER : Part.LINES;
          return i + 1;
        }
        lineIsEmpty = true;
      } else if (b != '\r') {
        lineIsEmpty = false;
      }
    }
    return count;
  }

  private int chunks(ByteBuffer bytes, int count) throws ProtocolException {
    int done = 0;
    while (done < count) {
      if (part == Part.CHUNK) {
        int mine = (int) Math.min(count - done, left);
        left -= mine;
        done += mine;
        part = left == 0 ? Part.CHUNK_END : Part.CHUNK;
        continue;
      }
      byte b = bytes.get(bytes.position() + done);
      if (part == Part.CHUNK_END) {
        done++;
        if (b == '\n') {
          part = Part.SIZE_LINE;
          beginSize();
        }
      } else if (part == Part.SIZE_LINE) {
        done++;
        sizeLine(b);
      } else {
        // LINES: the last chunk has come.
        return done + lines(bytes, bytes.position() + done, count - done);
      }
    }
    return done;
  }

  private void beginSize() {
    left = 0;
    line = 0;
    inSize = true;
  }

  private void sizeLine(byte b) throws ProtocolException {
    if (++line > LONGEST_SIZE_LINE) {
      throw new ProtocolException("the line with the size of a chunk does not end");
    }
    int digit = inSize ? Character.digit(b, 16) : -1;
    if (digit >= 0) {
      if (left > LARGEST_CHUNK >> 4) {
        throw new ProtocolException("the size of a chunk is out of range");
      }
      left = left << 4 | digit;
    } else if (b == '\n') {
      if (left == 0) {
        trailers();
      } else {
        part = Part.CHUNK;
      }
    } else {
      inSize = false;
    }
  }
}
