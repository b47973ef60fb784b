package io.longshore.internal.transport;

/** Closing what an interrupt has ended. A JDK's TLS socket forgets the interrupt where it cannot say goodbye any more. */
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
