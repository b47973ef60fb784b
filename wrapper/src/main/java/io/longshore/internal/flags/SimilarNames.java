package io.longshore.internal.flags;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what somebody who mistyped a name may have meant. */
final class SimilarNames {
  private static final int MOST_CHANGES = 2;

  private SimilarNames() {}

  /** The name that the fewest letters tell from this one, or null if all are too different. */
  static @Nullable String of(String written, Set<String> names) {
    String best = null;
    // In a short name, two other letters make another name.
    int least = Math.min(MOST_CHANGES, written.length() / 3) + 1;
    for (String name : names) {
      int changes = changes(written, name);
      if (changes < least) {
        least = changes;
        best = name;
      }
    }
    return best;
  }

  /** How many letters must be added, left out, replaced or exchanged with their neighbor. */
  private static int changes(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        cost[i][j] = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
