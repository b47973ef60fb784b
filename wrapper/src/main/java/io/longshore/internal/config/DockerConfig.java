package io.longshore.internal.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that the docker CLI would use. Read by {@link #resolve}:
 *
 * <ul>
 *   <li>{@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, {@code currentContext} in config.json, then the
 *       platform's sockets. The first that is set decides, alone.
 * <li>{@code DOCKER_TLS_VERIFY}: any value, even 0, means TLS that verifies; {@code DOCKER_TLS}: TLS that does not;
 * {@code DOCKER_CERT_PATH}: the directory of their files, no switch by itself. For DOCKER_HOST on tcp only; a context
 * brings its own. With https, which always is TLS, only the directory counts, and the JVM's authorities are trusted if
 * it has no ca.pem.
 *   <li>{@code DOCKER_CONFIG}: the directory of config.json and contexts, {@code ~/.docker} if unset.
 *   <li>{@code HttpHeaders} in config.json: sent with every request, wherever the address came from.
 *   <li>{@code DOCKER_API_VERSION}: pins the API version.
 * </ul>
 */
public final class DockerConfig {
  private static final String HOST = "DOCKER_HOST";
  private static final String CONTEXT = "DOCKER_CONTEXT";
  private static final String TLS = "DOCKER_TLS";
  private static final String TLS_VERIFY = "DOCKER_TLS_VERIFY";
  private static final String CERT_PATH = "DOCKER_CERT_PATH";
  private static final String API_VERSION = "DOCKER_API_VERSION";
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,2}\\.[0-9]{1,3}");

  private final Environment env;
  /** Of config.json; null without DOCKER_CONFIG and home. It need not exist. */
  private final @Nullable Path directory;
  private final @Nullable String apiVersion;
  private final Candidates candidates;
  private final Map<String, String> headers;

  private DockerConfig(Environment env) {
    this.env = env;
    this.directory = directory(env);
    this.apiVersion = env.get(API_VERSION).map(DockerConfig::version).orElse(null);
    boolean chosen = env.get(HOST).or(() -> env.get(CONTEXT)).isPresent();
    Path file = directory == null ? null : directory.resolve("config.json");
    ConfigFile config = chosen ? ConfigFile.besides(file) : ConfigFile.choosing(file);
    this.candidates = find(config, String.valueOf(file));
    this.headers = RequestHeaders.ofFile(config.headers(), "HttpHeaders in " + file);
  }

  /**
   * Reads the configuration.
   *
   * @throws ConfigException if a setting is broken or names something that does not exist
   */
  public static DockerConfig resolve(Environment env) {
    return new DockerConfig(Objects.requireNonNull(env, "env"));
  }

  /**
   * The directory of config.json, which need not exist; null without DOCKER_CONFIG and home.
   *
   * @throws ConfigException if DOCKER_CONFIG cannot be a path
   */
  public static @Nullable Path directory(Environment env) {
    Path home = env.home();
    Path set = env.path("DOCKER_CONFIG").orElse(home == null ? null : home.resolve(".docker"));
    return set == null ? null : set.toAbsolutePath(); // messages name the real place
  }

  /** The addresses to try. */
  public Candidates candidates() {
    return candidates;
  }

  /** The pinned API version, such as {@code 1.45}. */
  public Optional<String> apiVersion() {
    return Optional.ofNullable(apiVersion);
  }

  /** The headers that config.json adds to every request; the values are secrets. */
  public Map<String, String> headers() {
    return headers;
  }

  private Candidates find(ConfigFile config, String file) {
    Optional<String> host = env.get(HOST);
    if (host.isPresent()) {
      String address = HostAddress.parse(host.get(), HOST);
      return Candidates.only(new Candidate(HOST, address, tls(address)));
    }
    Optional<String> context = env.get(CONTEXT);
    if (context.isPresent()) {
      return context(context.get(), CONTEXT);
    }
    String current = config.currentContext();
    if (current != null && !current.isEmpty()) {
      return context(current, "currentContext in " + file);
    }
    return defaults();
  }

  private Candidates context(String name, String origin) {
    if (name.equals(ContextStore.DEFAULT)) {
      return defaults();
    }
    if (directory == null) {
      throw new ConfigException(
          "context "
              + Text.quote(name)
              + " from "
              + origin
              + " cannot be looked up: neither DOCKER_CONFIG nor a home directory is set");
    }
    return Candidates.only(new ContextStore(directory).candidate(name, origin));
  }

  private Candidates defaults() {
    Optional<String> switchedOn = tlsSwitch();
    if (switchedOn.isPresent()) {
      // The CLI's default under TLS; a local socket would be another engine than 'docker' uses.
      String address = "tcp://localhost:2376";
      return Candidates.only(
          new Candidate(switchedOn.get() + " without " + HOST, address, tls(address)));
    }
    return new Candidates(PlatformSockets.of(env));
  }

  private Optional<String> tlsSwitch() {
    return env.get(TLS_VERIFY).map(set -> TLS_VERIFY).or(() -> env.get(TLS).map(set -> TLS));
  }

  private @Nullable TlsFiles tls(String address) {
    Optional<String> switchedOn = tlsSwitch();
    if (address.startsWith("https://")) {
      return httpsFiles(switchedOn);
    }
    if (switchedOn.isPresent() && address.startsWith("http://")) {
      // The address would silently win, against a request for encryption.
      throw new ConfigException(
          switchedOn.get() + " is set, but " + HOST + " is " + address
              + ", which is never encrypted: write https://, or unset it");
    }
    if (switchedOn.isEmpty() || !address.startsWith("tcp://")) {
      return null;
    }
    Path files = env.path(CERT_PATH).map(Path::toAbsolutePath).orElse(directory);
    if (files == null) {
      throw new ConfigException(
          switchedOn.get() + " is set, but neither " + CERT_PATH + " nor a home directory is");
    }
    TlsFiles found = TlsFiles.in(files, verify(switchedOn), switchedOn.get());
    // The CLI reads ca.pem even where DOCKER_TLS asks it not to verify, and fails without one.
    if (found.ca() == null) {
      throw new ConfigException(
          switchedOn.get()
              + " is set, but there is no "
              + files.resolve("ca.pem")
              + "; set " + CERT_PATH + " to the directory with ca.pem, cert.pem and key.pem");
    }
    return found;
  }

  /**
   * The address has switched TLS on, so only the directory decides which files count; without it the JVM's authorities
   * are trusted.
   */
  private TlsFiles httpsFiles(Optional<String> switchedOn) {
    boolean verify = verify(switchedOn);
    Path set = env.path(CERT_PATH).map(Path::toAbsolutePath).orElse(null);
    Path files = set == null && switchedOn.isPresent() ? directory : set;
    if (files == null) {
      return new TlsFiles(null, null, null, verify);
    }
    TlsFiles found = TlsFiles.in(files, verify, set == null ? switchedOn.orElseThrow() : CERT_PATH);
    if (set != null && found.ca() == null && found.cert() == null) {
      throw new ConfigException(CERT_PATH + " is " + set + ", but there is no ca.pem, cert.pem and key.pem");
    }
    return found;
  }

  private static boolean verify(Optional<String> switchedOn) {
    return switchedOn.isEmpty() || switchedOn.get().equals(TLS_VERIFY);
  }

  private static String version(String value) {
    // The docker command takes it as its own messages write it, with a v.
    String version = value.startsWith("v") ? value.substring(1) : value;
    if (VERSION.matcher(version).matches()) {
      return version;
    }
    throw new ConfigException(API_VERSION + " must look like 1.45, but is " + Text.quote(value));
  }
}
