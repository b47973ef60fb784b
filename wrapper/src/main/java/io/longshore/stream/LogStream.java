package io.longshore.stream;

import java.util.stream.Stream;

/**
 * A container's log, frame by frame, line by line or collected: choose one. With a terminal the container has one
 * stream, which appears as standard output.
 */
public interface LogStream extends DockerStream<LogFrame> {
  /**
   * Reads whole lines, separately for each stream. A line longer than 1 MiB comes in parts. Engines store a line of
   * more than 16 KiB in parts of that size; their usual log driver damages a character that is split between two parts,
   * which then reads as U+FFFD. Closing the stream of lines closes this.
   *
   * @return a sequential stream in the order in which lines ended
   * @throws IllegalStateException if the log has been read before
   */
  Stream<LogLine> lines();

  /**
   * Reads to the end, at most 64 MiB, and closes this.
   *
   * @return everything, with standard output and standard error separate
   * @throws io.longshore.error.StreamException if the log ended early
   * @throws io.longshore.error.DockerException if there is more than 64 MiB: read frames or lines instead
   * @throws IllegalStateException if the log has been read before
   */
  Output readAll();
}
