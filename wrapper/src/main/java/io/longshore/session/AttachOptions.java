package io.longshore.session;

import io.longshore.internal.options.AttachSettings;

/** How to connect to the standard streams of a container's program. Not thread-safe. */
public final class AttachOptions extends SessionOptions<AttachOptions> {
  private final AttachSettings settings;

  /** Created by the library: see {@link io.longshore.container.Container#attach(java.util.function.Consumer)}. */
  public AttachOptions(AttachSettings settings) {
    super(settings);
    this.settings = settings;
  }

  @Override
  AttachOptions self() {
    return this;
  }

  /**
   * Also attaches to a container that has stopped: no output comes until it is started again. Without this, such a call
   * fails.
   *
   * @return this
   */
  public AttachOptions stopped() {
    settings.stopped = true;
    return this;
  }

  /**
   * Begins with what the program has written before, if the log driver kept it; Docker's {@code logs}. What the program
   * writes during the switch may be missing or come twice: {@link io.longshore.container.Container#followLogs()} avoids
   * that.
   *
   * @return this
   */
  public AttachOptions logs() {
    settings.logs = true;
    return this;
  }
}
