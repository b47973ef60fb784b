package io.longshore.error;

/**
 * The state of the resource does not allow the call: a name is taken, a container is running or is not, an image is in
 * use (409; 403 in the experimental networking API).
 */
public class ConflictException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public ConflictException(Answer answer) {
    super(answer);
  }
}
