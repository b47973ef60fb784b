package io.longshore.embedded.internal.http;

import io.longshore.embedded.internal.http.AnswerOutput.Coding;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to one request. For the thread of its connection. */
public final class HttpResponse {
  private final Connection connection;
  private final HttpRequest request;
  private final AnswerOutput output;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private boolean started;
  private boolean hijacked;
  private boolean close;

  HttpResponse(Connection connection, HttpRequest request, @Nullable FaultRule fault) {
    this.connection = connection;
    this.output = new AnswerOutput(connection, fault);
    this.request = request;
    this.close = request.isVersion10() || request.headerHas("Connection", "close");
  }

  /** Sets a header. */
  public HttpResponse header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Answers without a body. */
  public void empty(int status) throws IOException {
    if (status == 200 || status == 201) {
      headers.put("Content-Length", "0");
    }
    output.head(head(status), Coding.FIXED, false);
  }

  /** Answers with a JSON value. */
  public <T> void json(int status, JsonAdapter<T> adapter, T value) throws IOException {
    byte[] json = Json.encode(adapter, value).bytes();
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    body(status, "application/json", line);
  }

  /** Answers with text. */
  public void text(int status, String contentType, String text) throws IOException {
    body(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  private void body(int status, String contentType, byte[] bytes) throws IOException {
    headers.put("Content-Type", contentType);
    headers.put("Content-Length", request.method().equals("HEAD") ? "0" : String.valueOf(bytes.length));
    output.whole(head(status), request.method().equals("HEAD") ? new byte[0] : bytes);
  }

  /**
   * Answers with a head now and a body that follows in pieces. What is written stays in a buffer until it is flushed;
   * the caller closes the stream at the body's true end and leaves it open when the body breaks off.
   */
  public OutputStream stream(int status) throws IOException {
    boolean chunked = !request.isVersion10();
    if (chunked) {
      headers.put("Transfer-Encoding", "chunked");
    }
    output.head(head(status), chunked ? Coding.CHUNKED : Coding.RAW, false);
    return new BufferedOutputStream(output, 32 * 1024);
  }

  /**
   * Takes the connection over as a raw stream both ways: 101 when the peer asked for an upgrade, else 200 as old
   * clients take it. No further request follows.
   */
  public Hijacked hijack(String rawType, String upgradeType) throws IOException {
    hijacked = true;
    boolean upgrade = request.header("Upgrade") != null;
    StringBuilder head = new StringBuilder(upgrade ? "HTTP/1.1 101 UPGRADED\r\n" : "HTTP/1.1 200 OK\r\n");
    head.append("Content-Type: ").append(upgrade ? upgradeType : rawType).append("\r\n");
    head.append(upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    started = true;
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    output.head(ByteBuffer.wrap(bytes), Coding.RAW, true);
    return new Hijacked(connection, output);
  }

  /** Ends the answer, once its handler is done. */
  void finish() throws IOException {
    output.finish();
  }

  /** Whether anything of the answer has been written. */
  boolean isStarted() {
    return started;
  }

  boolean isHijacked() {
    return hijacked;
  }

  boolean closes() {
    return close;
  }

  /** Ends the connection with this answer. */
  public void closeAfterwards() {
    close = true;
  }

  /** Whether the peer has gone while an answer waits for something to happen. */
  public boolean isPeerGone() {
    try {
      return connection.isPeerGone();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer head(int status) {
    started = true;
    StringBuilder head = new StringBuilder(256).append("HTTP/1.1 ").append(status).append(' ').append(reason(status));
    head.append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Date: ").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    head.append(close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
    return ByteBuffer.wrap(head.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 204 -> "No Content";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }
}
