package io.longshore.generated.runtime;

import java.util.Locale;

/** What flows when an answer is a stream. */
public enum StreamKind {
  /** Bytes as they come. */
  RAW,
  /** Frames that tell stdout from stderr, or raw bytes where the container has a terminal. */
  MULTIPLEXED,
  /** JSON values one after another. */
  JSON,
  /** A tar archive. */
  TAR,
  /** A connection that is upgraded to carry bytes both ways. */
  HIJACK;

  /**
   * Reads the spec's word for it.
   *
   * @param word the value of {@code x-stream}
   * @return the kind
   */
  public static StreamKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
