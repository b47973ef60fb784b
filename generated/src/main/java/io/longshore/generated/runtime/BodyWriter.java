package io.longshore.generated.runtime;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the body of a request while it is sent. */
@FunctionalInterface
public interface BodyWriter {
  /**
   * Writes everything. Called at most once, in the thread that makes the call.
   *
   * @param out the target; must not be closed
   * @throws IOException if {@code out} fails, or its source cannot be read
   */
  void writeTo(OutputStream out) throws IOException;
}
