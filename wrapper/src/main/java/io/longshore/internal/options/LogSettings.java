package io.longshore.internal.options;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What to read of a log. */
public final class LogSettings {
  public boolean follow;
  /** How many of the last lines; null for all. */
  public @Nullable Long tail;
  public @Nullable Instant since;
  public @Nullable Instant until;
  public boolean stdout = true;
  public boolean stderr = true;
  public boolean timestamps;
  /** How long the engine may send nothing; null for no limit. */
  public @Nullable Duration idleLimit;
  /** How long to try to connect again after a loss. */
  public Duration patience = Duration.ofMinutes(5);

  /** The same, followed with times from a time on. */
  public LogSettings from(Instant since) {
    LogSettings copy = new LogSettings();
    copy.follow = true;
    copy.timestamps = true;
    copy.since = since;
    copy.until = until;
    copy.stdout = stdout;
    copy.stderr = stderr;
    copy.idleLimit = idleLimit;
    copy.patience = patience;
    return copy;
  }
}
