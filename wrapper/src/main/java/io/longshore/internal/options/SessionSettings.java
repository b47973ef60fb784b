package io.longshore.internal.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the standard streams of a session are connected. */
public class SessionSettings {
  /** Whether the program's standard input is connected. */
  public boolean stdin;
  /** The source of standard input; null if the caller writes. */
  public @Nullable InputOrigin source;
  /** Where standard output goes; null if the caller reads it. */
  public @Nullable OutputTarget stdout;
  /** Where standard error goes; null if the caller reads it. */
  public @Nullable OutputTarget stderr;
  /** Whether standard error counts as standard output. */
  public boolean merged;
  /** The keys that end the session; null for the engine's own. */
  public @Nullable DetachKeys detachKeys;
  /** How long the engine may send nothing; null for no limit. */
  public @Nullable Duration idleLimit;

  /** Called after each change: standard error goes one way or the other. */
  public void check() {
    if (merged && stderr != null) {
      throw new IllegalArgumentException(
          "mergeStderr and stderr(…) contradict each other: standard error goes one way or the other");
    }
  }

  /**
   * Whether this client itself reads the source or writes redirected output, so that its failures affect the program.
   */
  public boolean isWired() {
    return source != null || stdout != null || stderr != null;
  }

  boolean isSet() {
    return stdin || merged || isWired() || detachKeys != null || idleLimit != null;
  }
}
