package io.longshore.embedded.internal.engine;

import io.longshore.generated.engine.model.Health;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a container does, at one moment. Its health is null without a check, or before its first run. */
public record RunState(
    String status,
    boolean running,
    boolean paused,
    boolean restarting,
    long pid,
    int exitCode,
    String error,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int restartCount,
    @Nullable Health health) {
  static String status(boolean running, boolean restarting, boolean paused, boolean started) {
    if (running) {
      return paused ? "paused" : "running";
    }
    return restarting ? "restarting" : started ? "exited" : "created";
  }

  /** The health in one word. */
  public String healthWord() {
    return health == null ? "none" : String.valueOf(health.status());
  }
}
