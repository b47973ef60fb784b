package io.longshore.embedded.internal.tools;

/**
 * What a shell or a program does in busybox and not here. It ends the whole process: nothing in a script may take it
 * for an answer (decision 23).
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is refused, after the words that say so. */
  public Refused(String what) {
    super("the embedded engine's shell does not have " + what, null, false, false);
  }

  /** The words. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
