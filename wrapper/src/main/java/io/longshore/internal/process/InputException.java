package io.longshore.internal.process;

import java.io.IOException;

/** What a program should read cannot be read, which is the fault of neither the program nor its pipes. */
public final class InputException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException failure;

  InputException(IOException failure) {
    super("its input cannot be read: " + failure.getMessage(), failure);
    this.failure = failure;
  }

  /** What the stream threw. */
  public IOException failure() {
    return failure;
  }
}
