package io.longshore.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A small tar archive, as POSIX 1988 has it. */
final class Tar {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Tar file(String name, int mode, byte[] content) {
    header(name, mode, content.length, '0', "");
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return this;
  }

  Tar file(String name, String content) {
    return file(name, 0644, content.getBytes(StandardCharsets.UTF_8));
  }

  Tar folder(String name) {
    header(name + "/", 0755, 0, '5', "");
    return this;
  }

  Tar link(String name, String target) {
    header(name, 0777, 0, '2', target);
    return this;
  }

  InputStream stream() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(new byte[2 * BLOCK]);
    return new ByteArrayInputStream(whole.toByteArray());
  }

  private void header(String name, int mode, long size, char type, String target) {
    byte[] header = new byte[BLOCK];
    text(header, 0, name);
    text(header, 100, String.format("%07o", mode));
    text(header, 108, "0000000");
    text(header, 116, "0000000");
    text(header, 124, String.format("%011o", size));
    text(header, 136, "00000000000");
    text(header, CHECKSUM, "        ");
    header[156] = (byte) type;
    text(header, 157, target);
    text(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    text(header, CHECKSUM, String.format("%06o\0 ", sum));
    out.writeBytes(header);
  }

  private static void text(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
