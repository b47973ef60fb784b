package io.longshore.progress;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How many bytes are done, and of how many.
 *
 * @param done bytes that are done
 * @param total bytes in all, never less than those done; empty if this is not known, or not yet
 */
public record ByteCount(long done, OptionalLong total) {
  static final ByteCount UNKNOWN = new ByteCount(0, OptionalLong.empty());

  /**
   * Returns the part that is done.
   *
   * @return from 0 to 1; empty if the total is not known or 0
   */
  public OptionalDouble fraction() {
    long all = total.orElse(0);
    return all <= 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, (double) done / all));
  }
}
