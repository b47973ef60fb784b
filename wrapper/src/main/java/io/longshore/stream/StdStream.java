package io.longshore.stream;

/** One of a program's outputs. */
public enum StdStream {
  /** Standard output; with a terminal, everything. */
  STDOUT,
  /** Standard error. */
  STDERR
}
