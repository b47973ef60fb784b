package io.longshore.internal.log;

import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.internal.stream.ByteSource;
import io.longshore.stream.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a log without a connection, in portions of a size. */
public class TestBytes implements ByteSource {
  private final byte[] bytes;
  private final int portion;
  private int position;
  private int closed;

  TestBytes(byte[] bytes, int portion) {
    this.bytes = bytes;
    this.portion = portion;
  }

  public static TestBytes whole(byte[] bytes) {
    return new TestBytes(bytes, Integer.MAX_VALUE);
  }

  /** A frame as engines send it. */
  public static byte[] frame(int stream, byte[] payload) {
    return join(header(stream, payload.length), payload);
  }

  public static byte[] frame(int stream, String payload) {
    return frame(stream, payload.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] header(int stream, long length) {
    return new byte[] {
        (byte) stream, 0, 0, 0, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
    };
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  int closed() {
    return closed;
  }

  @Override
  public String contentType() {
    return "";
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (position == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(length, portion), bytes.length - position);
    System.arraycopy(bytes, position, into, offset, count);
    position += count;
    return count;
  }

  @Override
  public DockerException truncated(String reason) {
    return new StreamException(reason, StreamEnd.TRUNCATED, null);
  }

  @Override
  public DockerException failed(String reason) {
    return new StreamException(reason, StreamEnd.FAILED, null);
  }

  @Override
  public void close() {
    closed++;
  }
}
