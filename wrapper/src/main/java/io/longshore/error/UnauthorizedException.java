package io.longshore.error;

/**
 * Credentials are missing or were refused: by a proxy in front of the engine, or by the registry of an image.
 * {@link #status()} is the engine's status: 401, or 500 from many engines, or below 300 if the engine reported it
 * inside a stream.
 */
public class UnauthorizedException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public UnauthorizedException(Answer answer) {
    super(answer);
  }

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   * @param advice what to do
   */
  public UnauthorizedException(Answer answer, String advice) {
    super(answer, advice);
  }
}
