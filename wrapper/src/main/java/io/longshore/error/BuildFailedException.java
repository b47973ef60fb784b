package io.longshore.error;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * A build failed: a step of it, or its Dockerfile. A base image that its registry refuses is an
 * {@link UnauthorizedException} instead.
 */
public class BuildFailedException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /**
   * Where a build failed.
   *
   * @param step the step that failed; empty if none did
   * @param exitCode of the step's command; negative if none was run
   * @param line of the Dockerfile, from 1; 0 if the engine does not say
   * @param output the end of what the step printed
   */
  public record Failure(String step, int exitCode, int line, String output) implements Serializable {
    /** Shows no output, which may hold secrets. */
    @Override
    public String toString() {
      return "Failure[" + step + ", " + exitCode + ", " + line + "]";
    }
  }

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   * @param failure where it failed
   * @param advice what to do; may be empty
   */
  public BuildFailedException(Answer answer, Failure failure, String advice) {
    super(answer,
        advice.isEmpty() && !failure.output.isBlank() ? "output() has the end of what the step printed" : advice);
    this.failure = failure;
  }

  /**
   * Returns the step that failed.
   *
   * @return such as {@code RUN make}, with BuildKit's number before it; empty if the build did not begin
   */
  public String step() {
    return failure.step;
  }

  /**
   * Returns the exit code of the command that failed.
   *
   * @return the code; empty if no command was run or the engine does not say
   */
  public OptionalInt exitCode() {
    return failure.exitCode < 0 ? OptionalInt.empty() : OptionalInt.of(failure.exitCode);
  }

  /**
   * Returns the line of the Dockerfile that is wrong.
   *
   * @return the line, from 1; empty if a step failed, or the engine does not say
   */
  public OptionalInt line() {
    return failure.line == 0 ? OptionalInt.empty() : OptionalInt.of(failure.line);
  }

  /**
   * Returns the end of what the failed step printed, at most 64 KiB of characters. It is not part of the message,
   * because it may hold secrets.
   *
   * @return the text, empty if there is none
   */
  public String output() {
    return failure.output;
  }
}
