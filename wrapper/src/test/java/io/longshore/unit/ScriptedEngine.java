package io.longshore.unit;

import io.longshore.DockerClient;
import io.longshore.registry.RegistryCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on the loopback that answers what a test tells it to. It pings like an engine of some API version;
 * whatever else is asked goes to {@link #answer}.
 */
public final class ScriptedEngine implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger pings = new AtomicInteger();
  private final List<RecordedRequest> asked = new CopyOnWriteArrayList<>();
  private volatile Function<RecordedRequest, MockResponse> ping = request -> pong("1.51");
  private volatile Function<RecordedRequest, MockResponse> answer = request -> json(200, "{}");

  public ScriptedEngine() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (request.getUrl().encodedPath().equals("/_ping")) {
              pings.incrementAndGet();
              return ping.apply(request);
            }
            asked.add(request);
            return answer.apply(request);
          }
        });
    server.setServerSocketFactory(new PromptSockets());
    try {
      server.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Speaks another API version. */
  public ScriptedEngine speaks(String apiVersion) {
    return pings(request -> pong(apiVersion));
  }

  public ScriptedEngine pings(Function<RecordedRequest, MockResponse> ping) {
    this.ping = ping;
    return this;
  }

  public ScriptedEngine answers(MockResponse response) {
    return answers(request -> response);
  }

  public ScriptedEngine answers(Function<RecordedRequest, MockResponse> answer) {
    this.answer = answer;
    return this;
  }

  public String host() {
    return "tcp://127.0.0.1:" + server.getPort();
  }

  public int port() {
    return server.getPort();
  }

  public DockerClient client() {
    return builder().build();
  }

  /** Without the credentials of this machine's user. */
  public DockerClient.Builder builder() {
    return DockerClient.builder().host(host()).credentials(RegistryCredentials.none());
  }

  /** How often an unversioned ping came. */
  public int pings() {
    return pings.get();
  }

  /** Everything but the unversioned pings. */
  public List<RecordedRequest> asked() {
    return List.copyOf(asked);
  }

  public RecordedRequest only() {
    if (asked.size() != 1) {
      throw new AssertionError("one request is wanted, but these came: " + lines());
    }
    return asked.get(0);
  }

  public RecordedRequest last() {
    return asked.get(asked.size() - 1);
  }

  /** Method and target of each request. */
  public List<String> lines() {
    return asked.stream().map(ScriptedEngine::line).toList();
  }

  public void forget() {
    asked.clear();
  }

  public static String line(RecordedRequest request) {
    return request.getMethod() + " " + request.getTarget();
  }

  public static String body(RecordedRequest request) {
    ByteString body = request.getBody();
    return body == null ? "" : body.utf8();
  }

  public static MockResponse pong(@Nullable String apiVersion) {
    Headers.Builder headers = new Headers.Builder().add("Content-Type", "text/plain; charset=utf-8");
    if (apiVersion != null) {
      headers.add("Api-Version", apiVersion);
    }
    return new MockResponse(200, headers.build(), "OK");
  }

  public static MockResponse json(int status, String body) {
    return of(status, "application/json", body);
  }

  public static MockResponse of(int status, String contentType, String body) {
    return new MockResponse(status, Headers.of("Content-Type", contentType), body);
  }

  /** A status that has no body. */
  public static MockResponse status(int status) {
    return new MockResponse.Builder().code(status).build();
  }

  @Override
  public void close() {
    server.close();
  }

  /** Without this each answer of two packets takes 40 ms. */
  private static final class PromptSockets extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket accepted = super.accept();
          accepted.setTcpNoDelay(true);
          return accepted;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      throw new UnsupportedOperationException();
    }
  }
}
