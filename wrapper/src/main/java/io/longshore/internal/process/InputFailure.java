package io.longshore.internal.process;

import io.longshore.error.ArchiveException;

/** What it means that an archive of the caller cannot be read. */
public final class InputFailure {
  private InputFailure() {}

  /**
   * What to throw. An exception of the caller's own code is that itself.
   *
   * @param thrown what the stream threw; an error is thrown at once
   */
  public static RuntimeException of(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException own ? own
        : new ArchiveException("the archive", "cannot be read: " + thrown.getMessage(), thrown);
  }
}
