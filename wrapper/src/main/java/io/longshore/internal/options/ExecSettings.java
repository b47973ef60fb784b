package io.longshore.internal.options;

import io.longshore.generated.engine.model.ExecCreateRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to run in a container, and how. */
public final class ExecSettings extends SessionSettings {
  /** The most output that is collected unless the program says otherwise. */
  public static final long MOST_COLLECTED = 64L * 1024 * 1024;

  public final ExecCreateRequest.Builder request = ExecCreateRequest.builder();
  /** How long the program may run while its output is collected; null for the client's limit of a call. */
  public @Nullable Duration timeout;
  public long maxOutput = MOST_COLLECTED;
  public boolean tty;
  /** Rows and columns; empty for the engine's choice. */
  public List<Long> size = List.of();

  /** Whether a plain stream of the output is not enough. */
  public boolean needsSession() {
    return tty || isSet();
  }
}
