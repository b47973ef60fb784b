package io.longshore.internal.config;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What discovery and requests need of config.json. */
final class ConfigFile {
  private static final System.Logger LOG = System.getLogger(ConfigFile.class.getName());

  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String currentContext;

  private ConfigFile() {}

  /** For a file that may choose the engine: if it cannot be read, that is an error. */
  static ConfigFile choosing(@Nullable Path file) {
    try {
      return of(file);
    } catch (ConfigException e) {
      // The CLI warns and takes the default socket: the wrong engine, if a context was chosen.
      throw new ConfigException(
          e.getMessage() + "; set DOCKER_HOST or DOCKER_CONTEXT to do without it", e.getCause());
    }
  }

  /** For a file that cannot choose the engine: if it cannot be read, it has no settings, as with the CLI. */
  static ConfigFile besides(@Nullable Path file) {
    try {
      return of(file);
    } catch (ConfigException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}; its HttpHeaders, if it has any, are not sent", e.getMessage());
      return new ConfigFile();
    }
  }

  private static ConfigFile of(@Nullable Path file) {
    ConfigFile config = new ConfigFile();
    if (file != null) {
      JsonFile.text(file)
          .filter(text -> !text.isBlank()) // an empty file has no settings, says the CLI too
          .ifPresent(text -> JsonFile.parse(file.toString(), text, config::read));
    }
    return config;
  }

  /** The context chosen with {@code docker context use}; null without a file or a choice. */
  @Nullable
  String currentContext() {
    return currentContext;
  }

  /** Headers for every request, unchanged. */
  Map<String, String> headers() {
    return headers;
  }

  private void read(JsonReader in) throws IOException {
    JsonFile.object(in, "the document", this::member);
    // Text after the document is ignored, as the CLI ignores it.
  }

  private boolean member(String name, JsonReader in) throws IOException {
    // Go, and so the CLI, reads member names in any case.
    switch (name.toLowerCase(Locale.ROOT)) {
      case "currentcontext" :
        currentContext = JsonFile.string(in, "currentContext");
        return true;
      case "httpheaders" :
        JsonFile.object(in, "HttpHeaders", this::header);
        return true;
      default :
        return false;
    }
  }

  private boolean header(String name, JsonReader in) throws IOException {
    String value = JsonFile.string(in, "a value in HttpHeaders");
    headers.put(name, value == null ? "" : value);
    return true;
  }
}
