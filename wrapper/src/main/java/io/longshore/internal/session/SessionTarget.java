package io.longshore.internal.session;

import org.jspecify.annotations.Nullable;

/** The program at the other end of a session: that of a container, or another one in it. */
public interface SessionTarget extends AutoCloseable {
  /** Why a program can be running after its output has ended. */
  String CUT_OFF = "the output ended but the program is still running: the connection was cut, as proxies do if it is silent for long or its"
      + " input has ended; connect without the proxy, or raise the proxy's limit";

  /** For messages. */
  String what();

  String containerId();

  void resize(int columns, int rows);

  /**
   * The exit code of a program whose output has ended. That end proves nothing by itself: it has no length and no last
   * chunk, so a connection that a proxy has cut looks the same.
   *
   * @return null if the program is still running
   */
  @Nullable
  Integer exitAfterOutput();

  /** The same after keys were typed that may have ended the session; null if they have. */
  @Nullable
  Integer exitAfterKeys();

  /** Asks with a short timeout; null if there is no response. */
  @Nullable
  Boolean hasEnded();

  /**
   * Waits for the program's end, at most until the deadline on the clock of {@link System#nanoTime()}.
   *
   * @param detached whether keys have ended the session
   */
  int awaitExit(@Nullable Long deadline, boolean detached);

  @Override
  void close();
}
