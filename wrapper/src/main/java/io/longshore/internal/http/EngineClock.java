package io.longshore.internal.http;

import io.longshore.error.EngineException;
import io.longshore.generated.engine.api.SystemApi;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The clock that stamps logs and events. */
public final class EngineClock {
  private EngineClock() {}

  /** Null where the engine does not tell, or a guard in front of it keeps it from telling. */
  public static @Nullable Instant time(ApiExecutor executor) {
    try {
      return executor.call(SystemApi.systemInfo().request()).systemTime();
    } catch (EngineException e) {
      return null;
    }
  }

  /** The time there, or here where the engine does not tell. */
  public static Instant now(ApiExecutor executor) {
    Instant there = time(executor);
    return there == null ? Instant.now() : there;
  }
}
