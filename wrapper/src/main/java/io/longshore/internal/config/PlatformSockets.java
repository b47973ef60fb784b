package io.longshore.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where an engine listens by default: Docker's sockets, and after them Podman's, which speaks the same API. */
final class PlatformSockets {
  private PlatformSockets() {}

  /** In the order to try; a place that two rules name appears once. */
  static List<Candidate> of(Environment env) {
    if (env.isWindows()) {
      return List.of(new Candidate("default pipe", "npipe:////./pipe/docker_engine", null, false));
    }
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(HostAddress.DEFAULT_SOCKET, "default socket");
    // The XDG specification: a relative path must be ignored.
    Optional<Path> runtime = env.path("XDG_RUNTIME_DIR").filter(Path::isAbsolute);
    runtime.ifPresent(dir -> sources.putIfAbsent(unix(dir), "rootless socket in XDG_RUNTIME_DIR"));
    // For services and cron jobs, which run without XDG_RUNTIME_DIR.
    Optional<Path> own = Optional.ofNullable(env.isMac() ? null : env.userId())
        .map(id -> Path.of("/run/user", Long.toString(id)));
    own.ifPresent(dir -> sources.putIfAbsent(unix(dir), "rootless socket"));
    Path home = env.home();
    if (home != null) {
      Path docker = home.toAbsolutePath().resolve(".docker");
      sources.putIfAbsent(unix(docker.resolve("run")), "Docker Desktop socket");
      if (!env.isMac()) {
        sources.putIfAbsent(unix(docker.resolve("desktop")), "Docker Desktop socket");
      }
    }
    if (!env.isMac()) {
      runtime
          .ifPresent(dir -> sources.putIfAbsent(podman(dir), "rootless " + Candidate.PODMAN + " in XDG_RUNTIME_DIR"));
      own.ifPresent(dir -> sources.putIfAbsent(podman(dir), "rootless " + Candidate.PODMAN));
      sources.putIfAbsent(podman(Path.of("/run")), Candidate.PODMAN);
    }
    List<Candidate> found = new ArrayList<>();
    sources.forEach((host, source) -> found.add(new Candidate(source, host, null, false)));
    return found;
  }

  private static String unix(Path directory) {
    return Candidate.UNIX + directory.resolve("docker.sock").normalize();
  }

  private static String podman(Path directory) {
    return Candidate.UNIX + directory.resolve("podman/podman.sock").normalize();
  }
}
