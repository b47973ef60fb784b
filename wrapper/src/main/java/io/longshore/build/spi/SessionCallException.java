package io.longshore.build.spi;

/** A call that has no answer. */
public final class SessionCallException extends Exception {
  private static final long serialVersionUID = 1L;

  /** gRPC's status for something that is not there. */
  public static final int NOT_FOUND = 5;

  /** gRPC's status for a method that is not there. */
  public static final int UNIMPLEMENTED = 12;

  /** gRPC's status for a fault of the server. */
  public static final int INTERNAL = 13;

  private final int status;

  /**
   * Creates one.
   *
   * @param status one of gRPC's numbers
   * @param message the engine shows it to whoever builds; must hold no secret
   */
  public SessionCallException(int status, String message) {
    super(message);
    this.status = status;
  }

  /**
   * Returns the number that the engine gets.
   *
   * @return gRPC's status
   */
  public int status() {
    return status;
  }
}
