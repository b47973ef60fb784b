package io.longshore.error;

/** The engine failed while doing what was asked (5xx). */
public class ServerErrorException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public ServerErrorException(Answer answer) {
    super(answer);
  }

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   * @param advice what to do
   */
  public ServerErrorException(Answer answer, String advice) {
    super(answer, advice);
  }
}
