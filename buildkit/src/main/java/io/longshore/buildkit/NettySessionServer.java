package io.longshore.buildkit;

import io.longshore.build.spi.SessionCalls;
import io.longshore.build.spi.SessionServer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Serves sessions with Netty's HTTP/2 codec. Programs need not name it. */
public final class NettySessionServer implements SessionServer {
  private static final int CHUNK = 16 * 1024;

  private final ByteBufAllocator buffers;

  /** For {@link java.util.ServiceLoader}. */
  public NettySessionServer() {
    // A session moves a few kilobytes. A pool would keep megabytes after it, and secrets in them.
    this(new UnpooledByteBufAllocator(false));
  }

  NettySessionServer(ByteBufAllocator buffers) {
    this.buffers = buffers;
  }

  @Override
  public void serve(InputStream in, OutputStream out, SessionCalls calls) throws IOException {
    try (ServedConnection connection = new ServedConnection(out, calls, buffers)) {
      byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        connection.receive(chunk, count);
      }
    }
  }
}
