package io.longshore.embedded.internal.build;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.ImageStore;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageHistoryItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stage of a build: an image that is being made. */
final class Stage {
  static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final List<String> SHELL = List.of("/bin/sh", "-c");

  /** In small letters; empty for none. */
  final String name;
  final Map<String, Program> programs = new LinkedHashMap<>();
  private final List<ImageHistoryItem> history = new ArrayList<>();
  ImageConfig config = ImageConfig.builder().workingDir("").user("").build();
  String author = "";
  /** Whether this stage has set the command: an entry point then keeps it. */
  boolean hasCommand;
  private FileTree files = FileTree.empty(FileTree.DEFAULT_LIMIT);
  private long size;
  private @Nullable Image image;

  Stage(String name) {
    this.name = name;
  }

  /** Begins with an image; null for nothing at all. */
  void begin(@Nullable Image base) {
    image = base;
    if (base != null) {
      programs.putAll(base.programs());
      history.addAll(base.facts().steps());
      config = base.config();
      author = base.facts().author();
      files = base.files().copy(FileTree.DEFAULT_LIMIT);
      size = base.size();
    }
    if (config.env().stream().noneMatch(entry -> entry.startsWith("PATH="))) {
      List<String> env = new ArrayList<>(config.env());
      env.add(PATH);
      config = config.toBuilder().env(env).build();
    }
  }

  FileTree files() {
    return files;
  }

  /**
   * Takes other files.
   *
   * @param added how many bytes they have more than those before had at first
   */
  void files(FileTree changed, long added) {
    size += files.size() + added;
    files = changed;
  }

  List<String> shell() {
    return config.shell().isEmpty() ? SHELL : config.shell();
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String entry : config.env()) {
      String[] pair = entry.split("=", 2);
      environment.put(pair[0], pair.length < 2 ? "" : pair[1]);
    }
    return environment;
  }

  /** Notes a step, in the words of its history. */
  void done(String createdBy) {
    image = null;
    history.add(0, ImageHistoryItem.builder().created(Instant.now().getEpochSecond()).createdBy(createdBy).comment("")
        .size(0L).build());
  }

  /** Notes a step that is not a program. */
  void noted(String words) {
    done(String.join(" ", shell()) + " #(nop) " + words);
  }

  /** Whether it has other steps than its base. */
  boolean isChanged() {
    return image == null && !history.isEmpty();
  }

  /** The image that it began with or has become; null for nothing at all. */
  @Nullable
  Image image() {
    return image;
  }

  /** The image as it is now, for a container. */
  Image now() {
    return image != null ? image : ImageStore.image(size + files.size(), facts(), config, programs, files);
  }

  private Image.Facts facts() {
    return new Image.Facts(Instant.now(), "", author, List.copyOf(history));
  }

  /** Makes an image of what it has become; null for nothing at all. */
  @Nullable
  Image end(ImageStore images) {
    if (isChanged()) {
      image = images.make(null, size + files.size(), facts(), config, programs, files, "create");
    }
    return image;
  }
}
