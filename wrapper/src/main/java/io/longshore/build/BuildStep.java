package io.longshore.build;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a build, as it was at one moment. Immutable.
 *
 * @param id what the builder knows the step by: a number, or a digest of BuildKit's
 * @param name what it does, such as {@code RUN make}
 * @param state how far it has come
 * @param cached whether it was taken from the build cache
 * @param started when it began, by the engine's clock for BuildKit and by this machine's for the classic builder; null
 *     before
 * @param completed when it ended; null before
 * @param error why it failed; empty if it did not
 */
public record BuildStep(
    String id,
    String name,
    State state,
    boolean cached,
    @Nullable Instant started,
    @Nullable Instant completed,
    String error) {
  /** How far a step has come. */
  public enum State {
    /** It has not begun. */
    WAITING,
    /** It is running. */
    RUNNING,
    /** It has succeeded. */
    COMPLETE,
    /** It has failed. */
    FAILED,
    /** The build ended before the step did. */
    CANCELLED
  }

  /** Checks for nulls. */
  public BuildStep {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(error, "error");
  }
}
