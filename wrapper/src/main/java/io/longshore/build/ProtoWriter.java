package io.longshore.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes one message of protocol buffers; the counterpart of {@link ProtoReader}. */
final class ProtoWriter {
  private static final int BYTES = 2;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  ProtoWriter number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(UTF_8));
  }

  ProtoWriter bytes(int field, byte[] value) {
    varint((long) field << 3 | BYTES);
    varint(value.length);
    message.writeBytes(value);
    return this;
  }

  byte[] message() {
    return message.toByteArray();
  }

  private void varint(long value) {
    long left = value;
    for (; left >>> 7 != 0; left >>>= 7) {
      message.write((int) left & 0x7f | MORE);
    }
    message.write((int) left);
  }
}
