package io.longshore.error;

/** The engine, or a proxy in front of it, does not allow the operation (403). */
public class ForbiddenException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public ForbiddenException(Answer answer) {
    super(answer);
  }
}
