package io.longshore.error;

/** There is no such container, image or other resource (404). */
public class NotFoundException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public NotFoundException(Answer answer) {
    super(answer);
  }
}
