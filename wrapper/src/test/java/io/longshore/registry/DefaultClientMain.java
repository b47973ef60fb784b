package io.longshore.registry;

import io.longshore.DockerClient;

/** Pulls with a client that has no settings but the engine's address. */
final class DefaultClientMain {
  private DefaultClientMain() {}

  /** The engine, and the image. */
  public static void main(String[] args) {
    try (DockerClient docker = DockerClient.builder().host(args[0]).build()) {
      System.out.println("pulled " + docker.images().pull(args[1]).reference());
    }
  }
}
