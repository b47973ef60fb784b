package io.longshore.internal.credentials;

import com.google.gson.stream.JsonReader;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.internal.config.ConfigException;
import io.longshore.internal.config.JsonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What config.json, or a variable in its form, has about credentials. No message shows a value of it. */
final class CredentialFile {
  private final String origin;
  private final Map<String, AuthConfig> auths = new LinkedHashMap<>();
  private final Map<String, String> helpers = new HashMap<>();
  private String store = "";

  private CredentialFile(String origin) {
    this.origin = origin;
  }

  /** Reads a file; one that does not exist, or is empty, has nothing. */
  static CredentialFile read(Path file) {
    return parse(file.toString(), JsonFile.text(file).orElse(""));
  }

  /**
   * Reads a text in the form of the file; a blank one has nothing.
   *
   * @param origin what the text is, for messages
   */
  static CredentialFile parse(String origin, String text) {
    CredentialFile read = new CredentialFile(origin);
    if (!text.isBlank()) {
      JsonFile.parse(origin, text, in -> JsonFile.object(in, "the document", read::member));
    }
    return read;
  }

  /** The name of the helper that is to be asked; empty if the file itself has the credentials. */
  String helper(String registry) {
    // An empty value sends this registry to the file, past the store.
    return helpers.getOrDefault(registry, store);
  }

  /** Whether the file says that there are credentials for this registry, wherever they are. */
  boolean names(String registry) {
    return helpers.containsKey(registry) || key(registry) != null;
  }

  /**
   * The credentials that the file itself has.
   *
   * @throws ConfigException if they cannot be read
   */
  @Nullable
  AuthConfig auth(String registry) {
    String key = key(registry);
    AuthConfig entry = key == null ? null : auths.get(key);
    if (entry == null || AuthConfig.builder().build().equals(entry)) {
      return null;
    }
    AuthConfig.Builder auth = entry.toBuilder().serveraddress(key);
    if (entry.auth() != null && !entry.auth().isEmpty()) {
      String[] both = decoded(entry.auth(), registry);
      auth.auth(null).username(both[0]).password(both[1].isEmpty() ? null : both[1]);
    }
    return auth.build();
  }

  /** The member of auths for a registry: exactly, or a URL or path of its host. */
  private @Nullable String key(String registry) {
    if (auths.containsKey(registry)) {
      return registry;
    }
    return auths.keySet().stream().filter(key -> host(key).equals(registry)).findFirst().orElse(null);
  }

  private static String host(String key) {
    String host = key.startsWith("https://") ? key.substring(8) : key.startsWith("http://") ? key.substring(7) : key;
    int slash = host.indexOf('/');
    return slash < 0 ? host : host.substring(0, slash);
  }

  private String[] decoded(String auth, String registry) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(auth.replaceAll("[\r\n]", "")), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message has parts of the text.
      throw unreadable(registry, "base64");
    }
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw unreadable(registry, "a user name and a password with a colon between them, in base64");
    }
    // The docker command removes these too; some programs pad with them.
    return new String[] {text.substring(0, colon), text.substring(colon + 1).replaceAll("^\0+|\0+$", "")};
  }

  private ConfigException unreadable(String registry, String what) {
    return new ConfigException(
        origin + ": the value of auth for " + registry + " is not " + what + "; log in again, or remove it");
  }

  private boolean member(String name, JsonReader in) throws IOException {
    // The docker command reads the names of members in any case.
    switch (name.toLowerCase(Locale.ROOT)) {
      case "auths" :
        JsonFile.object(in, "auths", this::entry);
        return true;
      case "credsstore" :
        store = text(in, "credsStore");
        return true;
      case "credhelpers" :
        JsonFile.object(in, "credHelpers", (registry, value) -> {
          helpers.put(registry, text(value, "a value in credHelpers"));
          return true;
        });
        return true;
      default :
        return false;
    }
  }

  private boolean entry(String registry, JsonReader in) throws IOException {
    AuthConfig.Builder auth = AuthConfig.builder();
    JsonFile.object(in, "a value in auths", (name, value) -> {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "auth" -> auth.auth(given(value, "auth"));
        case "username" -> auth.username(given(value, "username"));
        case "password" -> auth.password(given(value, "password"));
        case "identitytoken" -> auth.identitytoken(given(value, "identitytoken"));
        case "registrytoken" -> auth.registrytoken(given(value, "registrytoken"));
        default -> {
          return false;
        }
      }
      return true;
    });
    auths.put(registry, auth.build());
    return true;
  }

  private static @Nullable String given(JsonReader in, String name) throws IOException {
    String text = JsonFile.string(in, name + " in auths");
    return text == null || text.isEmpty() ? null : text;
  }

  private static String text(JsonReader in, String what) throws IOException {
    String text = JsonFile.string(in, what);
    return text == null ? "" : text;
  }
}
