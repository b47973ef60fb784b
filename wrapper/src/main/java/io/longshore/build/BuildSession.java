package io.longshore.build;

import io.longshore.build.spi.SessionCalls;
import io.longshore.build.spi.SessionServer;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.SessionApi;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.ByteDuplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.ServiceLoader;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The connection over which BuildKit asks for what a build needs. It serves in a thread of its own. */
final class BuildSession implements AutoCloseable {
  private final String id;
  private final ByteDuplex connection;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  private BuildSession(String id, ByteDuplex connection) {
    this.id = id;
    this.connection = connection;
  }

  /** The library that serves sessions; null if there is none. */
  static @Nullable SessionServer server() {
    ClassLoader own = SessionServer.class.getClassLoader();
    SessionServer found = first(own);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return found != null || context == null || context == own ? found : first(context);
  }

  private static @Nullable SessionServer first(@Nullable ClassLoader loader) {
    Iterator<SessionServer> found = ServiceLoader.load(SessionServer.class, loader).iterator();
    return found.hasNext() ? found.next() : null;
  }

  /** Connects; the engine may ask at once. */
  static BuildSession open(ApiExecutor calls, SessionServer server, SessionCalls answers) {
    String id = UUID.randomUUID().toString();
    ByteDuplex connection = calls.upgrade(
        SessionApi.session()
            .xDockerExposeSessionUuid(id)
            .xDockerExposeSessionName("longshore")
            .xDockerExposeSessionGrpcMethod(SessionAnswers.methods())
            .upgrade("h2c")
            .request(),
        Limits.QUIET);
    BuildSession session = new BuildSession(id, connection);
    Thread thread = new Thread(() -> session.serve(server, answers), "longshore-build-session");
    thread.setDaemon(true);
    thread.start();
    return session;
  }

  private void serve(SessionServer server, SessionCalls answers) {
    try (connection) {
      server.serve(new Input(connection), new Output(connection), answers);
    } catch (IOException | RuntimeException | Error e) {
      // The build itself fails, unless it needs the session no more.
      if (!closed) {
        failure = e;
      }
    }
  }

  /** Why the session ended before the build; null if it did not, or the engine closed it. */
  @Nullable
  Throwable failure() {
    return failure;
  }

  String id() {
    return id;
  }

  @Override
  public void close() {
    closed = true;
    connection.close();
  }

  private static final class Input extends InputStream {
    private final ByteDuplex connection;

    Input(ByteDuplex connection) {
      this.connection = connection;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return connection.read(into, offset, length);
      } catch (DockerException e) {
        throw new IOException(e);
      }
    }
  }

  private static final class Output extends OutputStream {
    private final ByteDuplex connection;

    Output(ByteDuplex connection) {
      this.connection = connection;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      try {
        connection.write(from, offset, length);
      } catch (DockerException e) {
        throw new IOException(e);
      }
    }
  }
}
