package io.longshore.internal.config;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that {@code docker context create} keeps on disk: {@code contexts/meta/HASH/meta.json}
 * and {@code contexts/tls/HASH/docker/*.pem}, HASH being the SHA-256 of the context's name.
 */
final class ContextStore {
  /** The context that is not stored: DOCKER_HOST or the platform's sockets. */
  static final String DEFAULT = "default";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.+-]+");
  private static final int LISTED = 20;

  private final Path directory;

  ContextStore(Path configDirectory) {
    this.directory = configDirectory.resolve("contexts");
  }

  /**
   * The engine of a context.
   *
   * @param origin where the name was given, for messages
   */
  Candidate candidate(String name, String origin) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigException(
          "context name "
              + Text.quote(name)
              + " from "
              + origin
              + " is not valid: it must match "
              + NAME.pattern());
    }
    String source = "context " + Text.quote(name) + " from " + origin;
    String hash = hash(name);
    Path file = directory.resolve("meta").resolve(hash).resolve("meta.json");
    Meta meta = read(file).orElseThrow(() -> unknown(source, file));
    if (!meta.hasDocker) {
      throw new ConfigException(source + " has no docker endpoint: " + file);
    }
    if (meta.host == null || meta.host.isEmpty()) {
      // The CLI then uses its default socket; that would be another engine than the configured one.
      throw new ConfigException(source + " has a docker endpoint without a host: " + file);
    }
    String host = HostAddress.parse(meta.host, source + " (" + file + ")");
    return new Candidate(source, host, tls(host, hash, meta.skipVerify, source));
  }

  private @Nullable TlsFiles tls(String host, String hash, boolean skipVerify, String source) {
    Path files = directory.resolve("tls").resolve(hash).resolve("docker");
    // As in the CLI: sockets have no TLS; on tcp either files or SkipTLSVerify turn it on.
    boolean switchedOn = !Files.notExists(files) || skipVerify;
    if (switchedOn && host.startsWith("http://")) {
      throw new ConfigException(
          source + " has TLS settings, and its host is " + host + ", which is never encrypted: change it to https://");
    }
    if (host.startsWith("https://") || switchedOn && host.startsWith("tcp://")) {
      return TlsFiles.in(files, !skipVerify, source);
    }
    return null;
  }

  private ConfigException unknown(String source, Path file) {
    return new ConfigException(
        source
            + " does not exist (no file "
            + file
            + "); contexts that exist: "
            + names()
            + ". Create it with 'docker context create', or name another one.");
  }

  /** The stored names, best effort: this only decorates an error. */
  private String names() {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve("meta"))) {
      for (Path entry : entries) {
        try {
          read(entry.resolve("meta.json"))
              .flatMap(meta -> Optional.ofNullable(meta.name))
              .filter(name -> NAME.matcher(name).matches())
              .ifPresent(names::add);
        } catch (ConfigException broken) {
          continue; // another context's broken file is not what this error is about
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // No directory, no contexts.
    }
    String listed = names.stream()
        .limit(LISTED)
        .map(name -> name.length() > 80 ? name.substring(0, 80) + "…" : name)
        .map(name -> ", " + name)
        .collect(Collectors.joining());
    return DEFAULT
        + listed
        + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
  }

  private static Optional<Meta> read(Path file) {
    return JsonFile.text(file)
        .map(
            text -> {
              Meta meta = new Meta();
              JsonFile.parse(file.toString(), text, meta::read);
              return meta;
            });
  }

  static String hash(String name) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** What discovery needs of a meta.json. Member names in any case, as Go reads them. */
  private static final class Meta {
    @Nullable
    String name;
    boolean hasDocker;
    @Nullable
    String host;
    boolean skipVerify;

    void read(JsonReader in) throws IOException {
      JsonFile.object(
          in,
          "the document",
          (member, value) -> {
            switch (member.toLowerCase(Locale.ROOT)) {
              case "name" :
                name = JsonFile.string(value, "Name");
                return true;
              case "endpoints" :
                JsonFile.object(value, "Endpoints", this::endpoint);
                return true;
              default :
                return false;
            }
          });
      JsonFile.end(in);
    }

    private boolean endpoint(String kind, JsonReader in)
        throws IOException {
      // Others exist, such as kubernetes. The key is a map's, so its case counts.
      if (!kind.equals("docker") || in.peek() == JsonToken.NULL) {
        return false;
      }
      hasDocker = true;
      JsonFile.object(
          in,
          "Endpoints.docker",
          (member, value) -> {
            switch (member.toLowerCase(Locale.ROOT)) {
              case "host" :
                host = JsonFile.string(value, "Endpoints.docker.Host");
                return true;
              case "skiptlsverify" :
                skipVerify = JsonFile.bool(value, "Endpoints.docker.SkipTLSVerify");
                return true;
              default :
                return false;
            }
          });
      return true;
    }
  }
}
