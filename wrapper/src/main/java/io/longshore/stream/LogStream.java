package io.longshore.stream;

import java.util.stream.Stream;

/**
 * A container's log, frame by frame, line by line or collected: choose one. With a terminal the container has one stream,
 * which is shown as standard output.
 */
public interface LogStream extends DockerStream<LogFrame> {
  /**
   * Reads whole lines, each stream's for itself, however they were cut on the way. A line longer than 1 MiB comes in parts. An
   * engine stores a line of more than 16 KiB in parts of that size; its usual log driver spoils a character that stands across
   * such a border, which then reads as U+FFFD.
   * Closing the stream of lines closes this.
   *
   * @return a sequential stream in the order in which lines ended
   * @throws IllegalStateException when the log has been read before
   */
  Stream<LogLine> lines();

  /**
   * Reads to the end, at most 64 MiB, and closes this.
   *
   * @return everything, standard output and standard error apart
   * @throws io.longshore.error.StreamException when the log broke off
   * @throws io.longshore.error.DockerException when there is more than 64 MiB: read frames or lines instead
   * @throws IllegalStateException when the log has been read before
   */
  Output readAll();
}
