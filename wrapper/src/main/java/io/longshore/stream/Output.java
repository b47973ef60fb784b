package io.longshore.stream;

import java.nio.charset.StandardCharsets;

/** The collected output of a program. Immutable. */
public final class Output {
  private final byte[] stdout;
  private final byte[] stderr;

  public Output(byte[] stdout, byte[] stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Returns standard output as UTF-8.
   *
   * @return the text; with a terminal, everything
   */
  public String stdout() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /**
   * Returns standard error as UTF-8.
   *
   * @return the text; with a terminal, nothing
   */
  public String stderr() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /**
   * Returns the bytes of standard output.
   *
   * @return a copy
   */
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /**
   * Returns the bytes of standard error.
   *
   * @return a copy
   */
  public byte[] stderrBytes() {
    return stderr.clone();
  }

  /** Shows the sizes only; the content may contain secrets. */
  @Override
  public String toString() {
    return "Output[stdout " + stdout.length + " bytes, stderr " + stderr.length + " bytes]";
  }
}
