package io.longshore.embedded.internal.build;

/** Ends a build whose result nothing waits for. */
public final class AbandonedBuild extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AbandonedBuild() {
    super("nothing waits for this build", null, false, false);
  }
}
