package io.longshore.build;

/**
 * A piece of what a step has printed. Immutable.
 *
 * @param stepId the {@link BuildStep#id()} of the step; empty if the builder does not say
 * @param step the step's name; empty if the builder does not say
 * @param error whether it was printed as error output
 * @param text the piece, which may end within a line
 */
public record BuildOutput(String stepId, String step, boolean error, String text) {
  /** Shows no text, which may hold secrets. */
  @Override
  public String toString() {
    return "BuildOutput[" + step + (error ? ", error output, " : ", output, ") + text.length() + " characters]";
  }
}
