package io.longshore.image;

import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How to make an image of a tar archive. Immutable. */
public final class ImportOptions {
  private final @Nullable Reference reference;
  private final @Nullable String message;
  private final @Nullable String platform;
  private final List<String> changes;

  private ImportOptions(Builder builder) {
    reference = builder.reference;
    message = builder.message;
    platform = builder.platform;
    changes = List.copyOf(builder.changes);
  }

  static ImportOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new ImportOptions(builder);
  }

  @Nullable Reference reference() {
    return reference;
  }

  @Nullable String message() {
    return message;
  }

  @Nullable String platform() {
    return platform;
  }

  List<String> changes() {
    return changes;
  }

  @Override
  public String toString() {
    return "ImportOptions[" + reference + ", platform=" + platform + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private final List<String> changes = new ArrayList<>();
    private @Nullable Reference reference;
    private @Nullable String message;
    private @Nullable String platform;

    private Builder() {}

    /**
     * The image's name; without it the image has its id only.
     *
     * @param reference name and tag; the tag is {@code latest} without one
     * @return this
     */
    public Builder reference(String reference) {
      this.reference = Reference.parse(reference);
      return this;
    }

    /**
     * A note that the image's history keeps.
     *
     * @param message the note
     * @return this
     */
    public Builder message(String message) {
      this.message = Check.line("message", message);
      return this;
    }

    /**
     * The platform that the files are for.
     *
     * @param platform such as {@code linux/arm64}
     * @return this
     */
    public Builder platform(String platform) {
      this.platform = Check.text("platform", platform);
      return this;
    }

    /**
     * Sets something of the image as a Dockerfile does.
     *
     * @param instruction such as {@code CMD ["/bin/sh"]}
     * @return this
     */
    public Builder change(String instruction) {
      changes.add(Check.text("instruction", instruction));
      return this;
    }
  }
}
