package io.longshore.internal.http;

/** What this client calls itself. */
final class UserAgent {
  static final String TEXT = "longshore/" + version();

  private UserAgent() {}

  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
