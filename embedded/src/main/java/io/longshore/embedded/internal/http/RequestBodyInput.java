package io.longshore.embedded.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A request's body: of a known length, or in chunks. Says "100 Continue" when the peer waits for it. */
final class RequestBodyInput extends InputStream {
  private final Connection connection;
  private final boolean chunked;
  private long left;
  private boolean ended;
  private boolean firstChunk = true;
  private boolean expectsContinue;

  private RequestBodyInput(Connection connection, boolean chunked, long length, boolean expectsContinue) {
    this.connection = connection;
    this.chunked = chunked;
    this.left = length;
    this.ended = !chunked && length == 0;
    this.expectsContinue = expectsContinue;
  }

  static RequestBodyInput of(Connection connection, Map<String, String> headers) {
    boolean expects = "100-continue".equalsIgnoreCase(headers.get("Expect"));
    String coding = headers.get("Transfer-Encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw HttpError.plain(501, "501 Not Implemented: Unsupported transfer encoding");
      }
      return new RequestBodyInput(connection, true, 0, expects);
    }
    String length = headers.getOrDefault("Content-Length", "0");
    if (!length.matches("\\d{1,18}")) {
      throw HttpError.plain(400, "400 Bad Request: bad Content-Length");
    }
    return new RequestBodyInput(connection, false, Long.parseLong(length), expects);
  }

  /** Whether the next request may follow at once. */
  boolean isAtEnd() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    if (expectsContinue) {
      expectsContinue = false;
      connection.write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (chunked && left == 0 && !nextChunk()) {
      return -1;
    }
    int count = connection.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the peer closed inside a request's body");
    }
    left -= count;
    ended = !chunked && left == 0;
    return count;
  }

  private boolean nextChunk() throws IOException {
    if (!firstChunk) {
      connection.readLine();
    }
    firstChunk = false;
    String size = connection.readLine().split(";")[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw HttpError.plain(400, "400 Bad Request: malformed chunk");
    }
    left = Long.parseLong(size, 16);
    if (left == 0) {
      while (!connection.readLine().isEmpty()) {
        // Trailers mean nothing here.
      }
      ended = true;
    }
    return left > 0;
  }
}
