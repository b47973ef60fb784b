package io.longshore.error;

/** The engine, or something in front of it, does not allow the operation (403). */
public class ForbiddenException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Made by the client.
   *
   * @param answer what the engine said
   */
  public ForbiddenException(Answer answer) {
    super(answer);
  }
}
