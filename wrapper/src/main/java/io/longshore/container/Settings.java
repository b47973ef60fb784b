package io.longshore.container;

import io.longshore.internal.options.AttachSettings;
import io.longshore.internal.options.Check;
import io.longshore.internal.options.DetachKeys;
import io.longshore.internal.options.ExecSettings;
import io.longshore.internal.options.LogSettings;
import io.longshore.session.AttachOptions;
import io.longshore.session.ExecOptions;
import io.longshore.stream.LogOptions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the settings of other packages' options. */
final class Settings {
  private Settings() {}

  static LogSettings ofLog(Consumer<LogOptions> options) {
    LogSettings settings = new LogSettings();
    Check.filled(new LogOptions(settings), options);
    return settings;
  }

  static ExecSettings ofExec(Consumer<ExecOptions> options) {
    ExecSettings settings = new ExecSettings();
    Check.filled(new ExecOptions(settings), options);
    return settings;
  }

  static AttachSettings ofAttach(Consumer<AttachOptions> options) {
    AttachSettings settings = new AttachSettings();
    Check.filled(new AttachOptions(settings), options);
    return settings;
  }

  /** Engines refuse wrong keys with a message that does not say what is wrong. */
  static void checkKeys(@Nullable String detachKeys) {
    if (detachKeys != null) {
      DetachKeys.of(detachKeys);
    }
  }
}
