package io.longshore.generated.runtime;

/** Told of whatever an engine sends and the spec does not know. Reading goes on either way. */
@FunctionalInterface
public interface UnknownListener {
  /** Ignores everything. */
  UnknownListener IGNORE = (path, what) -> {};

  /**
   * Called once for each unknown field or unknown enum value.
   *
   * @param path where it stands in the answer, such as {@code $.HostConfig.NewThing}
   * @param what a short text that says what it is; it never holds the value of a field
   */
  void unknown(String path, String what);
}
