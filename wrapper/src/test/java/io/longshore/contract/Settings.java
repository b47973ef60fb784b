package io.longshore.contract;

import io.longshore.generated.runtime.ApiVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The real engines that the environment names; {@code .ci/engines start DIR} starts them and writes these variables.
 */
record Settings(Map<String, String> environment) {
  static final String ENGINES = "LONGSHORE_ENGINES";
  static final String TCP_HOST = "LONGSHORE_TCP_HOST";
  static final String PODMAN = "LONGSHORE_PODMAN";
  static final String TLS_HOST = "LONGSHORE_TLS_HOST";
  static final String TLS_CERTS = "LONGSHORE_TLS_CERTS";
  static final String WRONG_CERTS = "LONGSHORE_WRONG_CERTS";
  static final String REGISTRY = "LONGSHORE_REGISTRY";
  static final String REGISTRY_USER = "LONGSHORE_REGISTRY_USER";
  static final String REGISTRY_PASSWORD = "LONGSHORE_REGISTRY_PASSWORD";

  /** One that asks nobody for a password. */
  static final String OPEN_REGISTRY = "LONGSHORE_OPEN_REGISTRY";

  /** The same, which Podman alone reaches. */
  static final String PODMAN_REGISTRY = "LONGSHORE_PODMAN_REGISTRY";

  /** The same as {@link #REGISTRY}, with the same password, which Podman alone reaches. */
  static final String PODMAN_LOCKED_REGISTRY = "LONGSHORE_PODMAN_LOCKED_REGISTRY";

  /** An address in Podman's network that leads to {@link #PODMAN_RELAY_SOCKET}. */
  static final String PODMAN_RELAY = "LONGSHORE_PODMAN_RELAY";

  /** A unix socket of this machine, for a test that Podman has to reach. */
  static final String PODMAN_RELAY_SOCKET = "LONGSHORE_PODMAN_RELAY_SOCKET";

  /** The newest engine with containerd's image store, which Docker 29 has by default. */
  static final String CONTAINERD_STORE = "LONGSHORE_CONTAINERD_STORE";

  /** Where the programs of the newer engine are, as in {@code PATH}; the older one's are the machine's own. */
  static final String NEWER_PATH = "LONGSHORE_NEWER_PATH";

  static final List<String> ALL = List.of(
      ENGINES, TCP_HOST, PODMAN, TLS_HOST, TLS_CERTS, WRONG_CERTS, REGISTRY, REGISTRY_USER, REGISTRY_PASSWORD,
      OPEN_REGISTRY, PODMAN_REGISTRY, PODMAN_LOCKED_REGISTRY, PODMAN_RELAY, PODMAN_RELAY_SOCKET, CONTAINERD_STORE,
      NEWER_PATH);

  /** An API version to run the contract over, older than the engines; see {@link OlderApi}. */
  static final String API = "LONGSHORE_API";

  static Settings ofThisRun() {
    return new Settings(System.getenv());
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(environment.get(name)).filter(Predicate.not(String::isBlank));
  }

  /** The value of a setting that this run has to have. */
  String required(String name) {
    return get(name).orElseThrow(() -> new AssertionError(name + " is not set"));
  }

  Optional<Path> path(String name) {
    return get(name).map(Path::of);
  }

  /** The addresses of the real engines, none when this machine has none. */
  List<String> engines() {
    return get(ENGINES).stream().flatMap(text -> Stream.of(text.split(","))).map(String::strip).toList();
  }

  /** The version that is pinned in this run. */
  Optional<ApiVersion> api() {
    return get(API).map(ApiVersion::parse);
  }

  /** Whether a missing engine is a failure. */
  boolean required() {
    return "true".equals(environment.get("CI")) || "true".equals(environment.get("LONGSHORE_REQUIRE_ENGINES"));
  }
}
