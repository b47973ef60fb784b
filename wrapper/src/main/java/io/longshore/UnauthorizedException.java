package io.longshore;

/** Credentials are missing or were refused (401). */
public class UnauthorizedException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Made by the client.
   *
   * @param answer what the engine said
   */
  public UnauthorizedException(Answer answer) {
    super(answer);
  }
}
