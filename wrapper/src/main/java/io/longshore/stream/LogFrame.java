package io.longshore.stream;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that a program wrote, as the engine sent them: not necessarily whole lines or even whole characters.
 *
 * @param stream where they were written
 * @param bytes the bytes; they belong to the reader
 * @param time when the engine received them; null unless requested with {@link LogOptions#timestamps}
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogFrame(StdStream stream, byte[] bytes, @Nullable Instant time) {
  @Override
  public boolean equals(Object o) {
    return o instanceof LogFrame other
        && stream == other.stream
        && Arrays.equals(bytes, other.bytes)
        && Objects.equals(time, other.time);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stream, Arrays.hashCode(bytes), time);
  }

  /** Shows the size only; the content may contain secrets. */
  @Override
  public String toString() {
    return "LogFrame[" + stream + ", " + bytes.length + " bytes]";
  }
}
