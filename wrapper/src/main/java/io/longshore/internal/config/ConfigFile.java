package io.longshore.internal.config;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What discovery needs of config.json. */
final class ConfigFile {
  private @Nullable String currentContext;

  private ConfigFile() {}

  /** The context chosen with {@code docker context use}; null without a file or a choice. */
  static @Nullable String currentContext(Path file) {
    ConfigFile config = new ConfigFile();
    try {
      JsonFile.text(file)
          .filter(text -> !text.isBlank()) // an empty file has no settings, says the CLI too
          .ifPresent(text -> JsonFile.parse(file, text, config::read));
    } catch (ConfigException e) {
      // The CLI warns and takes the default socket: the wrong engine, if a context was chosen.
      throw new ConfigException(
          e.getMessage() + "; set DOCKER_HOST or DOCKER_CONTEXT to do without it", e.getCause());
    }
    return config.currentContext;
  }

  private void read(JsonReader in) throws IOException {
    JsonFile.object(in, "the document", this::member);
    // Text after the document is ignored, as the CLI ignores it.
  }

  private boolean member(String name, JsonReader in) throws IOException {
    // Go, and so the CLI, reads member names in any case.
    if (!name.equalsIgnoreCase("currentContext")) {
      return false;
    }
    currentContext = JsonFile.string(in, "currentContext");
    return true;
  }
}
