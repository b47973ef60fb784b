package io.longshore.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that an engine takes for a registry, and that answers what a test says. */
final class ScriptedRegistry implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

  private final ReachableListener listener;
  private final List<Request> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Answer> answers = request -> Answer.of(404, "");

  /** @param head the request line and the header fields */
  record Request(String head, String body) {
    /** Method and path. */
    String line() {
      return head.substring(0, Math.max(0, head.indexOf(" HTTP/")));
    }
  }

  record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(int status, String body) {
      return new Answer(status, Map.of(), body);
    }
  }

  private ScriptedRegistry(ReachableListener listener) {
    this.listener = listener;
    listener.serve(this::connected);
  }

  static ScriptedRegistry of(EngineUnderTest engine) {
    return new ScriptedRegistry(ReachableListener.of(engine));
  }

  /** Host and port. */
  String address() {
    return listener.address();
  }

  void answers(Function<Request, Answer> next) {
    answers = next;
  }

  List<Request> asked() {
    return asked;
  }

  private void connected(SocketChannel connection) {
    try (connection;
        InputStream in = Channels.newInputStream(connection);
        OutputStream out = Channels.newOutputStream(connection)) {
      int first = in.read();
      if (first < 0) {
        return;
      }
      if (first == TLS_HANDSHAKE) {
        // Engines try TLS first, and go on without it only if an answer in plain HTTP comes.
        out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return;
      }
      Request request = request(first, in);
      asked.add(request);
      out.write(bytes(answers.apply(request), request.head().startsWith("HEAD ")));
    } catch (IOException e) {
      // The engine has gone.
    }
  }

  private static Request request(int first, InputStream in) throws IOException {
    StringBuilder head = new StringBuilder().append((char) first);
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended within a request");
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    return new Request(head.toString(), new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Answer answer, boolean headOnly) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + answer.status() + " Status\r\nConnection: close\r\n");
    text.append("Content-Length: ").append(answer.body().length()).append("\r\n");
    answer.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").append(headOnly ? "" : answer.body()).toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    listener.close();
  }
}
