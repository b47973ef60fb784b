package io.longshore.generated.runtime;

import java.util.Locale;

/** The kind of stream in a response. */
public enum StreamKind {
  /** Bytes as they come. */
  RAW,
  /** Frames that separate stdout and stderr, or raw bytes if the container has a terminal. */
  MULTIPLEXED,
  /** JSON values one after another. */
  JSON,
  /** A tar archive. */
  TAR,
  /** A connection that is upgraded to carry bytes both ways. */
  HIJACK;

  /**
   * Parses the spec's word for it.
   *
   * @param word the value of {@code x-stream}
   * @return the kind
   */
  public static StreamKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
