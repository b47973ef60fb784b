package io.longshore.embedded.internal.process;

/** Ends a program's thread after SIGKILL. An error, so that neither print streams nor programs catch it by the way. */
public final class KilledError extends Error {
  private static final long serialVersionUID = 1L;

  /** The end. */
  public KilledError() {
    super("the process was killed", null, false, false);
  }
}
