package io.longshore.error;

/**
 * The state of things does not allow it: a name is taken, a container runs or does not run, an image is in use (409; 403 in
 * the experimental networking API).
 */
public class ConflictException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Made by the client.
   *
   * @param answer what the engine said
   */
  public ConflictException(Answer answer) {
    super(answer);
  }
}
