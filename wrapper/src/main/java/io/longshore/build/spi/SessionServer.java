package io.longshore.build.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Serves gRPC on a connection that is there already. Found with {@link java.util.ServiceLoader}; an implementation has
 * a public constructor without parameters, and is thread-safe.
 */
public interface SessionServer {
  /**
   * Serves calls until the connection ends. Returns when the input ends. Another thread ends it by closing the
   * connection, whose streams then throw.
   *
   * @param in what the engine sends, from its HTTP/2 preface on; is not closed
   * @param out to the engine; is not closed. Each write is sent at once
   * @param calls answers the calls
   * @throws IOException if what comes is not HTTP/2, or a stream throws
   */
  void serve(InputStream in, OutputStream out, SessionCalls calls) throws IOException;
}
