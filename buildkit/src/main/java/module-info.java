/** Sessions for builds with BuildKit. It exports nothing: the builds of {@code io.longshore} find it by themselves. */
module io.longshore.buildkit {
  requires io.longshore;
  requires io.netty.buffer;
  requires io.netty.codec.http2;
  requires io.netty.common;
  requires io.netty.transport;
  requires static org.jspecify;

  provides io.longshore.build.spi.SessionServer with io.longshore.buildkit.NettySessionServer;
}
