package io.longshore.container;

import java.util.Arrays;

/**
 * Some bytes that a process wrote, as the engine passed them on: no line, and perhaps not even whole characters.
 *
 * @param stream where they were written
 * @param bytes the bytes; they belong to the reader
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogFrame(StdStream stream, byte[] bytes) {
  @Override
  public boolean equals(Object o) {
    return o instanceof LogFrame other && stream == other.stream && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * stream.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "LogFrame[" + stream + ", " + bytes.length + " bytes]";
  }
}
