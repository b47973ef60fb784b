package io.longshore.internal.transport;

/**
 * Closes what an interrupt has ended. A JDK's TLS socket forgets the interrupt if it cannot send its close message any
 * more.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** What closes. */
  @FunctionalInterface
  public interface Closing<E extends Exception> {
    void run() throws E;
  }

  public static <E extends Exception> void close(Closing<E> closing) throws E {
    boolean interrupted = Thread.interrupted();
    try {
      closing.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
