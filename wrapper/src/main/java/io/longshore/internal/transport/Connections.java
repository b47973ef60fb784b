package io.longshore.internal.transport;

import java.net.Socket;
import okhttp3.Connection;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/** Finds the {@link ChannelSocket} under the connection of a network interceptor. */
final class Connections {

  private final @Nullable LayeredTlsFactory tls;

  Connections(@Nullable LayeredTlsFactory tls) {
    this.tls = tls;
  }

  static Connection of(Interceptor.Chain chain) {
    Connection connection = chain.connection();
    if (connection == null) {
      throw new IllegalStateException("Not a network interceptor");
    }
    return connection;
  }

  ChannelSocket under(Interceptor.Chain chain) {
    Socket upper = of(chain).socket();
    ChannelSocket found = upper instanceof ChannelSocket plain ? plain : tls == null ? null : tls.below(upper);
    if (found == null) {
      throw new IllegalStateException("A socket that this transport did not create: " + upper);
    }
    return found;
  }
}
