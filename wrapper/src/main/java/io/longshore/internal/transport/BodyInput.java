package io.longshore.internal.transport;

import java.io.InputStream;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The tag of a request whose answer is large or endless, and how its body is read fastest. For one call. */
public final class BodyInput {

  private @Nullable ChunkedInput direct;
  private @Nullable Limit limit;

  /** Called with an answer whose head has been read, and none of its body. */
  void found(Response response, ChannelSocket socket, Limit limit) {
    this.limit = limit;
    boolean chunked = "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"));
    if (!chunked || !response.isSuccessful() || socket.underTls()) {
      return;
    }
    socket.input().bounds().open();
    direct = new ChunkedInput(socket.input(), response.body());
  }

  /**
   * Whether the response can be closed as it is. Otherwise its call must be cancelled first: OkHttp, which does not
   * know how far the body was read, would look for its end inside a chunk.
   */
  public boolean isOver() {
    return direct == null || direct.isFinished();
  }

  /** What was read is complete, such as a step of a pull: the next one has the same time again. */
  public void gotOn() {
    if (limit != null) {
      limit.gotOn();
    }
  }

  /** The bytes of the body. Closing them closes the response. */
  public InputStream of(Response response) {
    return direct == null ? response.body().byteStream() : direct;
  }
}
