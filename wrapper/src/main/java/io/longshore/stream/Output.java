package io.longshore.stream;

import java.nio.charset.StandardCharsets;

/** What a process wrote, collected. Immutable. */
public final class Output {
  private final byte[] stdout;
  private final byte[] stderr;

  public Output(byte[] stdout, byte[] stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Standard output as UTF-8.
   *
   * @return the text; with a terminal, everything
   */
  public String stdout() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /**
   * Standard error as UTF-8.
   *
   * @return the text; with a terminal, nothing
   */
  public String stderr() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /**
   * Standard output as it came.
   *
   * @return a copy
   */
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /**
   * Standard error as it came.
   *
   * @return a copy
   */
  public byte[] stderrBytes() {
    return stderr.clone();
  }

  /** Tells the sizes; the content may hold secrets. */
  @Override
  public String toString() {
    return "Output[stdout " + stdout.length + " bytes, stderr " + stderr.length + " bytes]";
  }
}
