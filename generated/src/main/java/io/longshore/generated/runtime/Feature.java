package io.longshore.generated.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Something that a request uses and that not every API version has. Engines silently drop a body field that they do not
 * know, so the client compares these with the negotiated version before it sends.
 *
 * @param name an operation, a parameter or a field, such as {@code HostConfig.Annotations}
 * @param since the first API version that has it, or null if it was in the first version
 * @param until the last API version that has it, or null if it is in the latest version
 */
public record Feature(String name, @Nullable ApiVersion since, @Nullable ApiVersion until) {
  static Feature of(String name, @Nullable String since, @Nullable String until) {
    return new Feature(
        name, since == null ? null : ApiVersion.parse(since), until == null ? null : ApiVersion.parse(until));
  }

  /**
   * Returns whether an API version has this feature.
   *
   * @param version the version
   * @return true if it does
   */
  public boolean isIn(ApiVersion version) {
    return (since == null || !since.isAfter(version)) && (until == null || !version.isAfter(until));
  }
}
