package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Image;
import java.io.IOException;
import java.util.List;

/** What a build needs of its engine and of who asked for it. */
public interface Workshop {
  /** Finds an image, or pulls it. */
  Image base(String name) throws IOException;

  /**
   * Creates the container of a step.
   *
   * @param command all its words; the image's entry point does not count
   * @param environment what is added to the image's
   */
  Container container(Image image, List<String> command, List<String> environment);

  /** Removes the container of a step, with its program. */
  void remove(Container container);

  /** Reports a piece of text. */
  void print(String text) throws IOException;

  /** Reports the image that a stage has made. */
  void made(Image image) throws IOException;

  /** Whether nothing waits for the result any more. */
  boolean isAbandoned();
}
