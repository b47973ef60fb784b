package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.process.User;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment that an engine gives to a process. */
final class Environment {
  private Environment() {}

  /**
   * What was asked for, with PATH, HOSTNAME and HOME, TERM on a terminal, and what links tell.
   *
   * @param entries {@code NAME=value}; a later one wins
   */
  static Map<String, String> of(String hostName, boolean tty, Map<String, String> links, List<String> entries,
      User user) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOSTNAME", hostName);
    if (tty) {
      environment.put("TERM", "xterm");
    }
    environment.putAll(links);
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    environment.putIfAbsent("HOME", user.home());
    return Collections.unmodifiableMap(environment);
  }
}
