package io.longshore.container;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the streams of a session are connected.
 *
 * @param stdin whether the program's standard input is connected
 * @param source what it is fed with; null when the caller writes
 * @param stdout where standard output goes; null to the caller
 * @param stderr where standard error goes; null to the caller
 * @param merged whether standard error counts as standard output
 * @param detachKeys the keys that end the session; null for the engine's own
 * @param idleLimit how long the engine may send nothing; null for ever
 */
record SessionOptions(
    boolean stdin,
    @Nullable Stdin source,
    @Nullable Redirect stdout,
    @Nullable Redirect stderr,
    boolean merged,
    @Nullable DetachKeys detachKeys,
    @Nullable Duration idleLimit) {
  static final SessionOptions NONE = new SessionOptions(false, null, null, null, false, null, null);

  SessionOptions {
    if (merged && stderr != null) {
      throw new IllegalArgumentException("mergeStderr and stderr(…) contradict each other: standard error goes one way or the other");
    }
  }

  /** Whether this client takes part in the program's input or output by itself, so that its failures are the program's. */
  boolean isWired() {
    return source != null || stdout != null || stderr != null;
  }

  SessionOptions withStdin() {
    return new SessionOptions(true, null, stdout, stderr, merged, detachKeys, idleLimit);
  }

  SessionOptions withStdin(Stdin from) {
    return new SessionOptions(true, from, stdout, stderr, merged, detachKeys, idleLimit);
  }

  SessionOptions withStdout(Redirect to) {
    return new SessionOptions(stdin, source, to, stderr, merged, detachKeys, idleLimit);
  }

  SessionOptions withStderr(Redirect to) {
    return new SessionOptions(stdin, source, stdout, to, merged, detachKeys, idleLimit);
  }

  SessionOptions withMerged() {
    return new SessionOptions(stdin, source, stdout, stderr, true, detachKeys, idleLimit);
  }

  SessionOptions withDetachKeys(DetachKeys keys) {
    return new SessionOptions(stdin, source, stdout, stderr, merged, keys, idleLimit);
  }

  SessionOptions withIdleLimit(Duration limit) {
    return new SessionOptions(stdin, source, stdout, stderr, merged, detachKeys, limit);
  }
}
