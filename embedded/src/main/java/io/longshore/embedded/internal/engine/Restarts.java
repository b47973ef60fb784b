package io.longshore.embedded.internal.engine;

import io.longshore.generated.engine.model.RestartPolicy;
import io.longshore.generated.engine.model.RestartPolicyName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How often a container was started again, and when it is next. Under the container's lock. */
final class Restarts {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LONG_RUN = Duration.ofSeconds(10);

  private int count;
  private Duration delay = FIRST;

  /** It was started by a request. */
  void reset() {
    count = 0;
    delay = FIRST;
  }

  /** It is started again. */
  void next() {
    count++;
  }

  int count() {
    return count;
  }

  /** Whether the policy wants it back after an exit that was not requested. */
  boolean isDue(@Nullable RestartPolicy policy, int exitCode) {
    RestartPolicyName mode = policy == null || policy.name() == null ? RestartPolicyName.NO : policy.name();
    return switch (mode.known()) {
      case ALWAYS, UNLESS_STOPPED -> true;
      case ON_FAILURE -> {
        long most = policy == null || policy.maximumRetryCount() == null ? 0 : policy.maximumRetryCount();
        yield exitCode != 0 && (most == 0 || count < most);
      }
      default -> false;
    };
  }

  /** How long to wait: twice as long each time, from the start again after a long run. */
  Duration delayAfter(@Nullable Instant start, Instant end) {
    if (start != null && Duration.between(start, end).compareTo(LONG_RUN) >= 0) {
      delay = FIRST;
    }
    Duration now = delay;
    delay = delay.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : delay.multipliedBy(2);
    return now;
  }
}
