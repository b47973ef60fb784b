package io.longshore.stream;

import java.util.function.Consumer;

/** What has a log: a container. Thread-safe. */
public interface LogSource {
  /**
   * Reads the whole log so far.
   *
   * @return the log; close it
   * @throws io.longshore.error.UnsupportedException if the log driver keeps nothing that can be read, such as
   *     {@code none}
   */
  default LogStream logs() {
    return logs(options -> {});
  }

  /**
   * Reads the log.
   *
   * @param options where to begin, how much to read, and whether to follow
   * @return the log; close it
   * @throws io.longshore.error.UnsupportedException if the log driver keeps nothing that can be read, such as
   *     {@code none}
   */
  LogStream logs(Consumer<LogOptions> options);

  /**
   * Follows the log line by line; see {@link #followLogs(Consumer)}.
   *
   * @return the lines; close it
   */
  default DockerStream<Followed<LogLine>> followLogs() {
    return followLogs(options -> {});
  }

  /**
   * Follows the log line by line, with times, and reconnects if the connection is lost. No line comes twice, and a
   * {@link Followed.Gap} marks where the engine cannot prove that none is missing. The stream is complete when the
   * container stops.
   *
   * @param options where to begin and how much to read; following and times are always on
   * @return the lines; close it. If reconnecting fails for {@link LogOptions#patience}, reading throws the last failure
   */
  DockerStream<Followed<LogLine>> followLogs(Consumer<LogOptions> options);
}
