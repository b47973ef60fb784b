package io.longshore.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where an engine listens when nobody says otherwise. */
final class PlatformSockets {
  private PlatformSockets() {}

  /** In the order to try; a place that two rules name appears once. */
  static List<Candidate> of(Environment env) {
    if (env.isWindows()) {
      return List.of(new Candidate("default pipe", "npipe:////./pipe/docker_engine", null, false));
    }
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(HostAddress.DEFAULT_SOCKET, "default socket");
    // The XDG specification: a relative path is to be ignored.
    env.path("XDG_RUNTIME_DIR")
        .filter(Path::isAbsolute)
        .ifPresent(
            dir -> sources.putIfAbsent(unix(dir), "rootless socket in XDG_RUNTIME_DIR"));
    if (env.userId() != null && !env.isMac()) {
      // For services and cron jobs, which run without XDG_RUNTIME_DIR.
      sources.putIfAbsent(
          unix(Path.of("/run/user", Long.toString(env.userId()))), "rootless socket");
    }
    Path home = env.home();
    if (home != null) {
      Path docker = home.toAbsolutePath().resolve(".docker");
      sources.putIfAbsent(unix(docker.resolve("run")), "Docker Desktop socket");
      if (!env.isMac()) {
        sources.putIfAbsent(unix(docker.resolve("desktop")), "Docker Desktop socket");
      }
    }
    List<Candidate> found = new ArrayList<>();
    sources.forEach((host, source) -> found.add(new Candidate(source, host, null, false)));
    return found;
  }

  private static String unix(Path directory) {
    return Candidate.UNIX + directory.resolve("docker.sock").normalize();
  }
}
