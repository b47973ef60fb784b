package io.longshore.embedded.internal.http;

import io.longshore.embedded.internal.BulkOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Everything of one answer on its way to the connection: the one place that counts the body's bytes and lets its fault
 * happen. Not thread-safe.
 */
final class AnswerOutput extends BulkOutput {
  /** How a body is put on the wire. */
  enum Coding {
    /** As it is, its length known: what is put in must replace something. */
    FIXED,
    /** As it is, up to the connection's end. */
    RAW,
    /** In chunks. */
    CHUNKED
  }

  private static final byte[] GARBAGE = new byte[16];
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final long LOOK_MILLIS = 50;

  static {
    // No stream's number, no UTF-8, no JSON, no octal digits of a tar header.
    Arrays.fill(GARBAGE, (byte) 0xfe);
  }

  private final Connection connection;
  private final @Nullable FaultRule fault;
  private Coding coding = Coding.FIXED;
  private boolean hijacked;
  private boolean happened;
  private boolean over;
  private long sent;
  private int replace;

  AnswerOutput(Connection connection, @Nullable FaultRule fault) {
    this.connection = connection;
    this.fault = fault;
  }

  /** Sends the head; the body follows in this coding. */
  void head(ByteBuffer head, Coding bodyCoding, boolean isHijacked) throws IOException {
    coding = bodyCoding;
    hijacked = isHijacked;
    if (fault != null && fault.kind() == FaultRule.Kind.LOSE) {
      return;
    }
    connection.write(head);
    checkFault();
  }

  /** Sends head and body of a known length in one write: a peer that reads the head finds the body with it. */
  void whole(ByteBuffer head, byte[] body) throws IOException {
    if (fault == null) {
      connection.write(ByteBuffer.allocate(head.remaining() + body.length).put(head).put(body).flip());
    } else {
      head(head, Coding.FIXED, false);
      body(ByteBuffer.wrap(body));
    }
  }

  /** Sends a piece of the body. */
  void body(ByteBuffer bytes) throws IOException {
    if (fault == null) {
      emit(bytes);
      return;
    }
    finish();
    while (bytes.hasRemaining()) {
      int count = happened ? bytes.remaining() : (int) Math.min(bytes.remaining(), fault.bytes() - sent);
      ByteBuffer piece = bytes.slice(bytes.position(), count);
      bytes.position(bytes.position() + count);
      emit(replace > 0 ? replaced(piece) : piece);
      sent += count;
      checkFault();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    body(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    finish();
  }

  /** Ends the body. */
  @Override
  public void close() throws IOException {
    finish();
    if (coding == Coding.CHUNKED) {
      connection.write(ByteBuffer.wrap(LAST_CHUNK));
    }
  }

  /**
   * Ends the answer: one that is lost and has no body ends here, and so does one that is over although it continues.
   */
  void finish() throws IOException {
    if (fault != null && (over || fault.kind() == FaultRule.Kind.LOSE)) {
      throw endOf(fault);
    }
  }

  /** Closes without a reset, if nothing else reads from the connection: what was sent arrives. */
  private FaultError endOf(FaultRule rule) throws IOException {
    if (!over && !hijacked && (rule.kind() == FaultRule.Kind.CUT || rule.kind() == FaultRule.Kind.LOSE)) {
      connection.closeAfterAnswer();
    }
    over = true;
    return new FaultError(rule);
  }

  private ByteBuffer replaced(ByteBuffer piece) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    int count = Math.min(replace, bytes.length);
    System.arraycopy(GARBAGE, 0, bytes, 0, count);
    replace -= count;
    return ByteBuffer.wrap(bytes);
  }

  private void emit(ByteBuffer bytes) throws IOException {
    if (coding != Coding.CHUNKED) {
      connection.write(bytes);
    } else if (bytes.hasRemaining()) {
      byte[] size = (Integer.toHexString(bytes.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      ByteBuffer chunk = ByteBuffer.allocate(size.length + bytes.remaining() + 2);
      connection.write(chunk.put(size).put(bytes).put((byte) '\r').put((byte) '\n').flip());
    }
  }

  private void checkFault() throws IOException {
    if (fault == null || happened || sent < fault.bytes()) {
      return;
    }
    switch (fault.kind()) {
      case CUT -> throw endOf(fault);
      case STALL -> {
        if (hijacked) {
          connection.awaitClose(Long.MAX_VALUE, Long.MAX_VALUE);
        } else {
          connection.awaitCloseAndDrop(LOOK_MILLIS);
        }
        throw endOf(fault);
      }
      case RESET -> {
        connection.reset();
        throw endOf(fault);
      }
      case BROKEN_FRAME -> {
        if (coding == Coding.FIXED) {
          replace = GARBAGE.length;
        } else {
          emit(ByteBuffer.wrap(GARBAGE));
        }
      }
      case BROKEN_CHUNK -> {
        if (coding == Coding.CHUNKED) {
          connection.write(ByteBuffer.wrap(GARBAGE));
        }
      }
      default -> {
        // The others have nothing to do with the body.
      }
    }
    happened = true;
  }
}
