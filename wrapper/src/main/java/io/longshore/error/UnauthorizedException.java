package io.longshore.error;

/**
 * Credentials are missing or were refused: by what stands in front of the engine, or by the registry of an image. {@link #status()}
 * is what the engine answered: 401, or 500 of many engines, or below 300 when it said so inside a stream.
 */
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

  /**
   * Made by the client.
   *
   * @param answer what the engine said
   * @param advice what to do
   */
  public UnauthorizedException(Answer answer, String advice) {
    super(answer, advice);
  }
}
