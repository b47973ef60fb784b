package io.longshore.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import okhttp3.Call;
import okhttp3.Response;
import okio.Okio;
import okio.Socket;

/**
 * A connection after its upgrade: bytes both ways. Nothing limits how long it may be quiet, unless an idle limit does.
 *
 * <p>Read and write in separate threads, or both sides may block indefinitely. {@link #close()} may come from any
 * thread.
 */
public final class Duplex implements Closeable {

  private final Call call;
  private final GuardedInput input;
  private final GuardedOutput output;

  private Duplex(Call call, Socket socket) {
    this.call = call;
    this.output = new GuardedOutput(Okio.buffer(socket.getSink()).outputStream());
    this.input = new GuardedInput(Okio.buffer(socket.getSource()).inputStream(), this::endOutput);
  }

  /** Takes over the connection of a 101 answer; anything else ends the call and fails. */
  public static Duplex of(Call call, Response response) throws IOException {
    Socket socket = response.socket();
    if (socket == null) {
      call.cancel();
      response.close();
      throw new IOException("The engine did not upgrade the connection (status " + response.code() + ")");
    }
    return new Duplex(call, socket);
  }

  /** What the engine sends; closing it closes both directions. */
  public InputStream input() {
    return input;
  }

  /** What goes to the engine, each write at once; closing it is {@link #closeOutput()}. */
  public OutputStream output() {
    return output;
  }

  /** Half-close: the engine reads the end of its input, and its output continues. Waits for a write under way. */
  public void closeOutput() throws IOException {
    output.close();
  }

  /** Ends both directions at once; a blocked read or write fails. */
  @Override
  public void close() {
    Uninterrupted.close(() -> closeQuietly(input));
  }

  // Cancel, sink, source, in this order: cancelling frees blocked threads, and OkHttp keeps count of a connection until
  // both halves are closed.
  private void endOutput() {
    call.cancel();
    closeQuietly(output::end);
  }

  private static void closeQuietly(Closeable half) {
    try {
      half.close();
    } catch (IOException e) {
      // The connection is cancelled, so its last flush must fail.
    }
  }
}
