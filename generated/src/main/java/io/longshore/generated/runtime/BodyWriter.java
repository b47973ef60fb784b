package io.longshore.generated.runtime;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the body of a request while it is sent. */
@FunctionalInterface
public interface BodyWriter {
  /**
   * Writes everything. Called at most once, in the thread that makes the call.
   *
   * @param out where to; not to be closed
   * @throws IOException when {@code out} fails, or what is to be written cannot be read
   */
  void writeTo(OutputStream out) throws IOException;
}
