package io.longshore.stream;

/** Which of a process's outputs something came from. */
public enum StdStream {
  /** Standard output; with a terminal, everything. */
  STDOUT,
  /** Standard error. */
  STDERR
}
