package io.longshore.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Reads one message of protocol buffers, field by field. Five kinds of messages do not need a library, which everybody
 * would have to load.
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int LONGEST_VARINT = 64;

  private final byte[] message;
  private final int end;
  private int at;
  private int field;
  private long number;
  private int from;

  /** The whole of it is one message. */
  ProtoReader(byte[] message) {
    this(message, 0, message.length);
  }

  private ProtoReader(byte[] message, int from, int end) {
    this.message = message;
    this.at = from;
    this.end = end;
  }

  /**
   * Reads one field.
   *
   * @return its number; 0 at the end
   * @throws BrokenMessageException if this is no message
   */
  int next() {
    if (at == end) {
      return 0;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    from = at;
    switch ((int) (tag & 7)) {
      case VARINT -> number = varint();
      case FIXED_64 -> skip(8);
      case BYTES -> {
        long length = varint();
        from = at;
        skip(length);
      }
      case FIXED_32 -> skip(4);
      default -> throw broken();
    }
    if (field == 0) {
      throw broken();
    }
    return field;
  }

  /** One text of a message; empty if the message does not have it. */
  static String text(byte[] message, int field) {
    ProtoReader reader = new ProtoReader(message);
    for (int each = reader.next(); each != 0; each = reader.next()) {
      if (each == field) {
        return reader.text();
      }
    }
    return "";
  }

  /** The last field as a number. */
  long number() {
    return number;
  }

  /** The last field as a text. */
  String text() {
    return new String(message, from, at - from, UTF_8);
  }

  byte[] bytes() {
    return Arrays.copyOfRange(message, from, at);
  }

  /** The last field as a message. */
  ProtoReader message() {
    return new ProtoReader(message, from, at);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
      if (at == end) {
        throw broken();
      }
      byte next = message[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken();
  }

  private void skip(long length) {
    if (length < 0 || length > end - at) {
      throw broken();
    }
    at += (int) length;
  }

  private static BrokenMessageException broken() {
    return new BrokenMessageException();
  }

  /** What was read is no message. */
  static final class BrokenMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenMessageException() {
      super("this is not a message of protocol buffers");
    }
  }
}
