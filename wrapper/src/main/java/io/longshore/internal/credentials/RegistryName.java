package io.longshore.internal.credentials;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    String written = written(reference);
    return written == null || isHub(written) ? HUB : written;
  }

  /** What stands for the registry in a reference, the part before the first slash if it looks like a host. */
  public static @Nullable String written(String reference) {
    int slash = reference.indexOf('/');
    if (slash < 0) {
      return null;
    }
    String first = reference.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost")
    // Repositories are in lower case, so this can only be a host.
        || !first.equals(first.toLowerCase(Locale.ROOT));
    return host ? first : null;
  }

  /** Whether what is written, or nothing, stands for Docker Hub. */
  public static boolean isHub(@Nullable String written) {
    return written == null || written.equals("docker.io") || written.equals("index.docker.io");
  }
}
