package io.longshore.internal.credentials;

/** A credential helper did not answer; the message continues its name, and has nothing that it said. */
final class HelperFailure extends Exception {
  private static final long serialVersionUID = 1L;

  HelperFailure(String message) {
    super(message);
  }
}
