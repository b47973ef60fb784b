package io.longshore.session;

import io.longshore.internal.options.AttachSettings;

/** How to connect to the standard streams of a container's program. For one thread. */
public final class AttachOptions extends SessionOptions<AttachOptions> {
  private final AttachSettings settings;

  /** The library makes them: see {@link io.longshore.container.Container#attach(java.util.function.Consumer)}. */
  public AttachOptions(AttachSettings settings) {
    super(settings);
    this.settings = settings;
  }

  @Override
  AttachOptions self() {
    return this;
  }

  /**
   * Attaches to a container that has ended, too: nothing comes until it is started again. Otherwise that is an error.
   *
   * @return this
   */
  public AttachOptions stopped() {
    settings.stopped = true;
    return this;
  }

  /**
   * Begins with what the program has written before, as far as the log driver kept it; Docker's {@code logs}. What it writes
   * meanwhile may be missing or come twice: {@link io.longshore.container.Container#followLogs()} does without that.
   *
   * @return this
   */
  public AttachOptions logs() {
    settings.logs = true;
    return this;
  }
}
