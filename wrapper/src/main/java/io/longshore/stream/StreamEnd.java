package io.longshore.stream;

/** How a stream ended. */
public enum StreamEnd {
  /** Everything was sent and everything was read. */
  COMPLETED,
  /** This program closed the stream before its end. */
  CANCELLED,
  /** The connection was lost before the end. */
  TRUNCATED,
  /** The engine reported a failure in the stream, or sent something that cannot be read. */
  FAILED
}
