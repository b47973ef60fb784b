package io.longshore.session;

import io.longshore.stream.Output;

/**
 * How a process that was run in a container ended.
 *
 * @param exitCode its exit code; 126 or 127 when the program could not be started, with the reason in the output
 * @param output what it wrote
 */
public record ExecResult(int exitCode, Output output) {
  /**
   * Standard output as UTF-8.
   *
   * @return the text
   */
  public String stdout() {
    return output.stdout();
  }

  /**
   * Standard error as UTF-8.
   *
   * @return the text
   */
  public String stderr() {
    return output.stderr();
  }
}
