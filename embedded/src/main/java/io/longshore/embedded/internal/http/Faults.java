package io.longshore.embedded.internal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The faults that wait for their requests. */
public final class Faults {
  private static final Pattern VERSION = Pattern.compile("^/v[0-9.]+(?=/)");

  private final List<FaultRule> rules = new ArrayList<>();

  /** Adds a fault, after those that are there. */
  public synchronized void add(FaultRule rule) {
    rules.add(rule);
  }

  /** Removes all faults; those that have begun continue. */
  public synchronized void clear() {
    rules.clear();
  }

  /** Takes the first fault that is for a request. */
  synchronized @Nullable FaultRule take(HttpRequest request) {
    String path = VERSION.matcher(request.path()).replaceFirst("");
    for (int i = 0; i < rules.size(); i++) {
      FaultRule rule = rules.get(i);
      if (rule.isFor(request.method(), path)) {
        if (rule.times() == 1) {
          rules.remove(i);
        } else {
          rules.set(i, rule.withTimes(rule.times() - 1));
        }
        return rule;
      }
    }
    return null;
  }
}
