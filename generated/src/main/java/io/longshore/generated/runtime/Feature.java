package io.longshore.generated.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Something that a request uses and that not every API version has. An engine drops a body field that it does not
 * know without a word, so the client compares these with the negotiated version before it sends.
 *
 * @param name an operation, a parameter or a field, such as {@code HostConfig.Annotations}
 * @param since the first API version that has it, or null when it was there from the start
 * @param until the last API version that has it, or null when it is there still
 */
public record Feature(String name, @Nullable ApiVersion since, @Nullable ApiVersion until) {
  static Feature of(String name, @Nullable String since, @Nullable String until) {
    return new Feature(
        name, since == null ? null : ApiVersion.parse(since), until == null ? null : ApiVersion.parse(until));
  }

  /**
   * Tells whether an API version has this feature.
   *
   * @param version the version to ask about
   * @return true when it does
   */
  public boolean isIn(ApiVersion version) {
    return (since == null || !since.isAfter(version)) && (until == null || !version.isAfter(until));
  }
}
