package io.longshore.internal.session;

import io.longshore.session.Redirect;
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
record SessionSettings(
    boolean stdin,
    @Nullable Stdin source,
    @Nullable Redirect stdout,
    @Nullable Redirect stderr,
    boolean merged,
    @Nullable DetachKeys detachKeys,
    @Nullable Duration idleLimit) {
  static final SessionSettings NONE = new SessionSettings(false, null, null, null, false, null, null);

  SessionSettings {
    if (merged && stderr != null) {
      throw new IllegalArgumentException("mergeStderr and stderr(…) contradict each other: standard error goes one way or the other");
    }
  }

  /** Whether this client takes part in the program's input or output by itself, so that its failures are the program's. */
  boolean isWired() {
    return source != null || stdout != null || stderr != null;
  }

  SessionSettings withStdin() {
    return new SessionSettings(true, null, stdout, stderr, merged, detachKeys, idleLimit);
  }

  SessionSettings withStdin(Stdin from) {
    return new SessionSettings(true, from, stdout, stderr, merged, detachKeys, idleLimit);
  }

  SessionSettings withStdout(Redirect to) {
    return new SessionSettings(stdin, source, to, stderr, merged, detachKeys, idleLimit);
  }

  SessionSettings withStderr(Redirect to) {
    return new SessionSettings(stdin, source, stdout, to, merged, detachKeys, idleLimit);
  }

  SessionSettings withMerged() {
    return new SessionSettings(stdin, source, stdout, stderr, true, detachKeys, idleLimit);
  }

  SessionSettings withDetachKeys(DetachKeys keys) {
    return new SessionSettings(stdin, source, stdout, stderr, merged, keys, idleLimit);
  }

  SessionSettings withIdleLimit(Duration limit) {
    return new SessionSettings(stdin, source, stdout, stderr, merged, detachKeys, limit);
  }
}
