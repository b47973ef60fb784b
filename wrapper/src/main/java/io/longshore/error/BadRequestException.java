package io.longshore.error;

/** The engine refused the request as wrong: a bad name, a setting out of range, a command that cannot be run (400). */
public class BadRequestException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public BadRequestException(Answer answer) {
    super(answer);
  }
}
