package io.longshore.internal.transport;

import java.io.InputStream;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The tag of a request whose answer is large or endless, and how its body is read fastest. For one call. */
public final class BodyInput {

  private @Nullable ChunkedInput direct;

  /** Called with an answer whose head has been read, and none of its body. */
  void found(Response response, ChannelSocket socket) {
    boolean chunked = "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"));
    if (!chunked || !response.isSuccessful() || socket.underTls()) {
      return;
    }
    direct = new ChunkedInput(socket.input(), response.body());
  }

  /**
   * Whether the response can be closed as it is. Otherwise its call has to be cancelled first: OkHttp, which does not know how
   * far the body was read, would look for the end of it in the middle of a chunk.
   */
  public boolean isOver() {
    return direct == null || direct.isFinished();
  }

  /** The bytes of the body. Closing them closes the response. */
  public InputStream of(Response response) {
    return direct == null ? response.body().byteStream() : direct;
  }
}
