package io.longshore.stream;

/** How a stream ended. */
public enum StreamEnd {
  /** Everything was sent and everything was read. */
  COMPLETED,
  /** This program closed the stream before its end. */
  CANCELLED,
  /** The connection ended in the middle: there was more to come. */
  TRUNCATED,
  /** The engine reported a failure in the stream, or sent what cannot be read. */
  FAILED
}
