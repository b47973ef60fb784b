package io.longshore.internal.credentials;

import java.util.Locale;

/** The registry of an image, under the name that the docker command has for it. */
public final class RegistryName {
  /** Docker Hub, which has a URL for a name since its first version. */
  public static final String HUB = "https://index.docker.io/v1/";

  private RegistryName() {}

  /**
   * The registry of an image.
   *
   * @param reference with or without a tag or digest
   */
  public static String of(String reference) {
    int slash = reference.indexOf('/');
    if (slash < 0) {
      return HUB;
    }
    String first = reference.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost")
    // Repositories are in lower case, so this can only be a host.
        || !first.equals(first.toLowerCase(Locale.ROOT));
    return host && !first.equals("docker.io") && !first.equals("index.docker.io") ? first : HUB;
  }
}
