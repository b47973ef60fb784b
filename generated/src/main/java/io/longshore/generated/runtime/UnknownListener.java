package io.longshore.generated.runtime;

/** Notified of everything that an engine sends and the spec does not know. Reading continues either way. */
@FunctionalInterface
public interface UnknownListener {
  /** Ignores everything. */
  UnknownListener IGNORE = (path, what) -> {};

  /**
   * Called once for each unknown field or unknown enum value.
   *
   * @param path where it is in the response, such as {@code $.HostConfig.NewThing}
   * @param what a short text that says what it is; it never contains the value of a field
   */
  void unknown(String path, String what);
}
