package io.longshore.error;

/**
 * Too many requests were sent: to the registry of an image, which limits pulls, or to a proxy in front of the engine.
 * {@link #status()} is the engine's status: 429, or 500 from many engines, or below 300 if the engine reported it
 * inside a stream.
 */
public class TooManyRequestsException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public TooManyRequestsException(Answer answer) {
    super(answer);
  }

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   * @param advice what to do
   */
  public TooManyRequestsException(Answer answer, String advice) {
    super(answer, advice);
  }
}
