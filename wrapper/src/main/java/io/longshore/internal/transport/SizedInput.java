package io.longshore.internal.transport;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.ResponseBody;

/**
 * A body whose length the head tells. OkHttp counts what it reads, so at the end it reads as many bytes again, of
 * nothing.
 */
final class SizedInput extends DirectInput {

  /** A shorter body is not worth it. */
  static final long LEAST = 64 * 1024;

  private final long size;
  private long left;

  SizedInput(ChannelInput in, ResponseBody body) {
    super(in, body);
    this.size = body.contentLength();
    this.left = size;
  }

  @Override
  int readOn(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new ProtocolException("unexpected end of stream");
    }
    left -= count;
    return count;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(left, in.available());
  }

  @Override
  void finish() throws IOException {
    in.pretend(size);
    body.source().skip(size);
    if (!body.source().exhausted()) {
      throw new ProtocolException("the body continues after its length");
    }
  }
}
