package io.longshore.embedded.internal.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a container does, at one moment. */
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
    int restartCount) {
  static String status(boolean running, boolean restarting, boolean paused, boolean started) {
    if (running) {
      return paused ? "paused" : "running";
    }
    return restarting ? "restarting" : started ? "exited" : "created";
  }
}
