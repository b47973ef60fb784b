package io.longshore.error;

/**
 * The engine reported a failure inside a stream that had begun as a success, such as a pull of an image that does not
 * exist.
 */
public class StreamFailedException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public StreamFailedException(Answer answer) {
    super(answer);
  }

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   * @param advice what to do
   */
  public StreamFailedException(Answer answer, String advice) {
    super(answer, advice);
  }
}
