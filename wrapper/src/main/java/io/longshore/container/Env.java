package io.longshore.container;

import io.longshore.internal.options.Check;
import java.util.Objects;

/** Environment variables in the engines' form. */
final class Env {
  private Env() {}

  /** Refuses what an engine would refuse with a message that contains the value. */
  static void check(String entry) {
    if (entry == null || entry.isBlank() || entry.startsWith("=")) {
      throw new IllegalArgumentException("an entry of the environment has no name; write NAME=value");
    }
  }

  static String entry(String name, String value) {
    Check.text("env name", name);
    if (name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("the env name contains an equals sign; give name and value apart");
    }
    Objects.requireNonNull(value, "env value");
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the value of the env variable " + name + " contains a NUL character");
    }
    return name + "=" + value;
  }
}
