package io.longshore.embedded.internal.build;

/** A program of a step that did not end with 0. */
public final class FailedStep extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  FailedStep(String command, int code) {
    super("The command '" + command + "' returned a non-zero code: " + code, null, false, false);
    this.code = code;
  }

  /** The exit code. */
  public int code() {
    return code;
  }
}
