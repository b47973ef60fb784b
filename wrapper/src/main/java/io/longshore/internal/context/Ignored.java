package io.longshore.internal.context;

import io.longshore.internal.tar.TreeFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What patterns leave out of a directory of a context. The last pattern counts that matches an entry or a directory
 * above it.
 */
final class Ignored implements TreeFilter {
  private final List<IgnorePattern> patterns;
  /** Which of the patterns match this directory or one above it, as far as docker looks. */
  private final boolean[] above;

  Ignored(List<IgnorePattern> patterns) {
    this(patterns, new boolean[patterns.size()]);
  }

  private Ignored(List<IgnorePattern> patterns, boolean[] above) {
    this.patterns = patterns;
    this.above = above;
  }

  @Override
  public @Nullable Choice choose(String name) {
    boolean[] matches = new boolean[above.length];
    boolean ignored = false;
    int last = 0;
    for (int i = 0; i < above.length; i++) {
      IgnorePattern pattern = patterns.get(i);
      // A pattern that cannot change the result is not asked, and then does not count for what is inside either.
      if (above[i] || pattern.exception() == ignored && pattern.matches(name)) {
        matches[i] = true;
        ignored = !pattern.exception();
        last = i;
      }
    }
    if (ignored && !mayKeepInside(name, last)) {
      return null;
    }
    return new Choice(!ignored, new Ignored(patterns, matches));
  }

  /**
   * Whether a later exception names something in an ignored directory. Docker compares the texts: an exception that
   * begins with an asterisk opens no directory.
   */
  private boolean mayKeepInside(String name, int last) {
    return patterns.subList(last + 1, patterns.size()).stream()
        .anyMatch(pattern -> pattern.exception() && (pattern.text() + "/").startsWith(name + "/"));
  }
}
