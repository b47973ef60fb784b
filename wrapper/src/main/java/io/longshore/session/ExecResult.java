package io.longshore.session;

import io.longshore.stream.Output;

/**
 * The exit code and output of a program that ran in a container.
 *
 * @param exitCode its exit code; 126 or 127 if the program could not be started, with the reason in the output
 * @param output what it wrote
 */
public record ExecResult(int exitCode, Output output) {
  /**
   * Returns standard output as UTF-8.
   *
   * @return the text
   */
  public String stdout() {
    return output.stdout();
  }

  /**
   * Returns standard error as UTF-8.
   *
   * @return the text
   */
  public String stderr() {
    return output.stderr();
  }
}
