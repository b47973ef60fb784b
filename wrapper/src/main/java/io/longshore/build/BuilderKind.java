package io.longshore.build;

/** What builds an image. */
public enum BuilderKind {
  /**
   * The builder of the first engines, without {@code RUN --mount}. Docker calls it the classic or legacy builder. Of
   * Podman it is Podman's own builder, which answers in the same way.
   */
  CLASSIC,

  /** BuildKit, which Docker has beside the classic one since 18.09. Since API 1.38. */
  BUILDKIT,

  /**
   * The docker command with its plugin buildx, which must be installed where this program runs: it can do what BuildKit
   * has no API for, such as several platforms and outputs. It is never chosen unless the program asks for it. It uses
   * its own credentials for registries, those of {@code docker login}, and not the client's.
   */
  BUILDX
}
