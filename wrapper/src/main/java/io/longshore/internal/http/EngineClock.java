package io.longshore.internal.http;

import io.longshore.error.EngineException;
import io.longshore.generated.engine.api.SystemApi;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The clock that stamps logs and events. */
public final class EngineClock {
  private EngineClock() {}

  /** Null if the engine does not send it, or a proxy in front of it removes it. */
  public static @Nullable Instant time(ApiExecutor executor) {
    try {
      return executor.call(SystemApi.systemInfo().request()).systemTime();
    } catch (EngineException e) {
      return null;
    }
  }

  /** The engine's time, or this machine's if the engine does not send it. */
  public static Instant now(ApiExecutor executor) {
    Instant there = time(executor);
    return there == null ? Instant.now() : there;
  }
}
