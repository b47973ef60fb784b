package io.longshore.examples;

import io.longshore.DockerClient;
import io.longshore.progress.ConsoleProgress;

/** Pulls an image and shows how far it has come: bars on a terminal, a few plain lines elsewhere. */
public final class PullWithProgress {
  private PullWithProgress() {}

  /**
   * Pulls the image.
   *
   * @param arguments the image's reference
   */
  public static void main(String[] arguments) {
    String reference = arguments.length == 0 ? "busybox:latest" : arguments[0];
    try (DockerClient docker = DockerClient.fromEnvironment();
        ConsoleProgress console = ConsoleProgress.show(c -> c.title(reference))) {
      docker.images().pull(p -> p.reference(reference).progress(console.progress()));
    }
  }
}
