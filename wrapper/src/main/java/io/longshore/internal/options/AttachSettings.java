package io.longshore.internal.options;

/** How to connect to a container's own program. */
public final class AttachSettings extends SessionSettings {
  /** Whether the container may have ended. */
  public boolean stopped;
  /** Whether to begin with what was written before. */
  public boolean logs;
}
