package io.longshore.internal.transport;

import java.net.Socket;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import kotlin.enums.EnumEntries;
import okhttp3.EventListener;
import okhttp3.Response;
import okio.Okio;

/**
 * Links members that the oldest working versions of OkHttp, okio and Kotlin have and earlier ones lack; calls none of
 * them.
 */
public final class TransportProbe {
  private TransportProbe() {}

  /**
   * Cheap enough for every client.
   *
   * @throws LinkageError if one of them is too old or missing
   */
  public static void link() {
    Function<Response, okio.Socket> upgraded = Response::socket;
    // Before 5.3.0 OkHttp sends no body with an upgrade, and 5.3.0 is the first that has this.
    BinaryOperator<EventListener> both = EventListener::plus;
    Function<Socket, okio.Socket> layered = Okio::socket;
    Set.of(upgraded, both, layered, EnumEntries.class);
  }
}
