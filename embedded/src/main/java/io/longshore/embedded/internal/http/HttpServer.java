package io.longshore.embedded.internal.http;

import io.longshore.embedded.internal.Gate;
import io.longshore.generated.engine.model.ErrorResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts connections and hands their requests to a handler, one thread for each connection. */
public final class HttpServer {
  private static final System.Logger LOG = System.getLogger("io.longshore.embedded");
  private static final long LOOK_MILLIS = 50;
  private static final int DRAIN_AT_MOST = 256 * 1024;

  private final ServerSocketChannel listener;
  private final Handler handler;
  private final ExecutorService threads;
  private final Gate gate = new Gate();
  private final Faults faults = new Faults();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch accepting = new CountDownLatch(1);
  private volatile boolean closed;
  /** Whether the last try to accept failed; for the accepting thread. */
  private boolean failing;

  /**
   * Starts accepting.
   *
   * @param listener bound; {@link #close()} closes it
   * @param threads runs the connections; the caller ends it after this server
   */
  public HttpServer(ServerSocketChannel listener, Handler handler, ExecutorService threads) {
    this.listener = listener;
    this.handler = handler;
    this.threads = threads;
    threads.execute(this::accept);
  }

  /** What goes wrong on purpose. */
  public Faults faults() {
    return faults;
  }

  /** Accepts, reads and answers nothing until {@link #resume()}. */
  public void pause() {
    gate.shut();
  }

  /** Ends {@link #pause()}. */
  public void resume() {
    gate.open();
  }

  /** Closes the listener and every connection at once, whatever is under way. */
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connections.forEach(HttpServer::closeQuietly);
      gate.open();
      awaitEndOfAccepting();
    }
  }

  /** Until then the kernel lets peers connect, although the listener is closed. */
  private void awaitEndOfAccepting() {
    try {
      accepting.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      while (!closed) {
        SocketChannel channel = next();
        if (channel != null) {
          admit(channel);
        }
      }
    } catch (ClosedChannelException | InterruptedException | RejectedExecutionException e) {
      // The engine closes.
    } finally {
      accepting.countDown();
    }
  }

  /** The next connection; null after a moment when the system has none to give, as when too many files are open. */
  private @Nullable SocketChannel next() throws ClosedChannelException, InterruptedException {
    try {
      SocketChannel channel = listener.accept();
      failing = false;
      return channel;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      if (!failing) {
        LOG.log(System.Logger.Level.WARNING, "the embedded engine cannot accept a connection and goes on trying", e);
      }
      failing = true;
      Thread.sleep(LOOK_MILLIS);
      return null;
    }
  }

  private void admit(SocketChannel channel) throws InterruptedException {
    Connection connection = new Connection(channel, gate);
    boolean served = false;
    try {
      gate.pass();
      connections.add(connection);
      if (!closed) {
        threads.execute(() -> serve(connection));
        served = true;
      }
    } finally {
      if (!served) {
        connections.remove(connection);
        closeQuietly(connection);
      }
    }
  }

  private void serve(Connection connection) {
    try (connection) {
      connection.tune();
      boolean more = true;
      while (more) {
        more = answerNext(connection);
      }
    } catch (IOException | UncheckedIOException | InterruptedException e) {
      // The peer has gone, or the engine closes: there is no one to respond to.
    } finally {
      connections.remove(connection);
    }
  }

  private boolean answerNext(Connection connection) throws IOException, InterruptedException {
    HttpRequest request;
    try {
      request = HttpRequest.read(connection);
    } catch (HttpError e) {
      connection.write(
          "HTTP/1.1 " + e.words() + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
              + e.words());
      connection.closeAfterAnswer();
      return false;
    }
    if (request == null) {
      return false;
    }
    FaultRule fault = faults.take(request);
    if (fault != null && isOverBefore(fault, connection)) {
      return false;
    }
    HttpResponse response = new HttpResponse(connection, request, fault);
    try {
      if (fault != null && fault.kind() == FaultRule.Kind.ANSWER) {
        throw new HttpError(fault.status(), fault.message());
      }
      handler.handle(request, response);
    } catch (HttpError e) {
      prepareToClose(request, response);
      error(response, e);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      if (response.isStarted()) {
        return false;
      }
      prepareToClose(request, response);
      error(response, new HttpError(500, "the embedded engine failed: " + e));
      LOG.log(System.Logger.Level.ERROR, "the embedded engine failed to answer " + request.path(), e);
    }
    if (response.isHijacked()) {
      return false;
    }
    response.finish();
    if (!response.closes()) {
      request.body().readNBytes(DRAIN_AT_MOST);
    }
    boolean more = !response.closes() && isRead(request);
    if (!more) {
      connection.closeAfterAnswer();
    }
    return more;
  }

  /** Whether a fault ends the connection before its request is acted upon. */
  private static boolean isOverBefore(FaultRule fault, Connection connection) throws IOException {
    if (fault.kind() == FaultRule.Kind.LATE) {
      return connection.awaitClose(fault.delay().toMillis(), LOOK_MILLIS);
    }
    if (fault.kind() == FaultRule.Kind.CLOSE) {
      connection.closeAfterAnswer();
      return true;
    }
    return false;
  }

  /** An error before the end of a large body: the answer says that the connection ends. */
  private static void prepareToClose(HttpRequest request, HttpResponse response) throws IOException {
    String length = Objects.requireNonNullElse(request.header("Content-Length"), "0");
    boolean small = request.header("Transfer-Encoding") == null && length.length() < 6;
    if (!small && !isRead(request)) {
      response.closeAfterwards();
    }
  }

  private static void error(HttpResponse response, HttpError error) throws IOException {
    if (response.isStarted()) {
      throw new IOException("an error after the answer's start: " + error.words());
    }
    if (error.isPlain()) {
      response
          .header("X-Content-Type-Options", "nosniff")
          .text(error.status(), "text/plain; charset=utf-8", error.words() + "\n");
    } else {
      response.json(error.status(), ErrorResponse.ADAPTER, ErrorResponse.builder().message(error.words()).build());
    }
  }

  private static boolean isRead(HttpRequest request) {
    return ((RequestBodyInput) request.body()).isAtEnd();
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
