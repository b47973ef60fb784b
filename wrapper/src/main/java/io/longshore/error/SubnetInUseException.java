package io.longshore.error;

/**
 * The subnet of a new network overlaps with that of another network, or with one of the engine's host. Nothing was
 * created: choose another subnet, or none, so that the engine chooses (Docker: 403; Podman: 500).
 */
public class SubnetInUseException extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public SubnetInUseException(Answer answer) {
    super(answer);
  }
}
