package io.longshore.image;

import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.internal.image.Reference;
import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to make an image of a container. Not thread-safe. */
public final class CommitOptions {
  final List<String> changes = new ArrayList<>();
  final ContainerConfig.Builder config = ContainerConfig.builder();
  @Nullable
  Reference reference;
  @Nullable
  String comment;
  @Nullable
  String author;
  boolean pause = true;

  CommitOptions() {}

  /**
   * Sets the image's name; without it the image has only its id.
   *
   * @param reference name and tag; the tag is {@code latest} without one
   * @return this
   */
  public CommitOptions reference(String reference) {
    this.reference = Reference.parse(reference).withoutDigest("a commit");
    return this;
  }

  /**
   * Sets a comment for the image's history. Docker: {@code --message}.
   *
   * @param comment the note
   * @return this
   */
  public CommitOptions comment(String comment) {
    this.comment = Check.line("comment", comment);
    return this;
  }

  /**
   * Sets who made the image.
   *
   * @param author such as {@code Ada Lovelace <ada@example.com>}
   * @return this
   */
  public CommitOptions author(String author) {
    this.author = Check.line("author", author);
    return this;
  }

  /**
   * Lets the container run while its files are read; it is paused unless this is called. Docker: {@code --pause=false}.
   *
   * @return this
   */
  public CommitOptions withoutPause() {
    pause = false;
    return this;
  }

  /**
   * Changes the image as a line of a Dockerfile does.
   *
   * @param instruction such as {@code CMD ["/bin/sh"]}
   * @return this
   */
  public CommitOptions change(String instruction) {
    changes.add(Check.text("instruction", instruction));
    return this;
  }

  /**
   * Replaces settings of the container. What is not set here stays as the container has it.
   *
   * @param settings sets them
   * @return this
   */
  public CommitOptions config(Consumer<ContainerConfig.Builder> settings) {
    Objects.requireNonNull(settings, "settings").accept(config);
    return this;
  }
}
