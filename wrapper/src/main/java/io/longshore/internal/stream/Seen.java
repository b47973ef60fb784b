package io.longshore.internal.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest items of a stream: those that an engine sends again when it is asked from {@link #from()} on. Engines
 * stamp items before they put them in order, so the times of neighbors may be out of order; so this keeps a span of
 * time and not only the last item.
 */
final class Seen {
  /** How far out of order the times of neighbors may be. */
  static final Duration OVERLAP = Duration.ofMillis(50);

  /** Limits memory if very much happens in that time. */
  private static final int MOST = 4096;

  /** Limits it if all of that has one time, as with an engine that writes whole seconds. */
  private static final int MOST_AT_ONCE = 64 * 1024;

  private final TreeMap<Instant, Map<Object, Integer>> counts = new TreeMap<>();
  private int keys;
  /** The time with too many items to keep; its map is empty. */
  private @Nullable Instant crowded;

  Seen() {}

  private Seen(Seen other) {
    other.counts.forEach((time, items) -> counts.put(time, new HashMap<>(items)));
    keys = other.keys;
    crowded = other.crowded;
  }

  Seen copy() {
    return new Seen(this);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** From where on everything that was seen is in here. */
  @Nullable
  Instant from() {
    if (isEmpty()) {
      return null;
    }
    Instant first = counts.firstKey();
    // Its items could not be told from new ones; what is missed of them makes a gap.
    return first.equals(crowded) ? first.plusNanos(1) : first;
  }

  /** The time of the newest item. */
  @Nullable
  Instant newest() {
    return isEmpty() ? null : counts.lastKey();
  }

  void add(Instant time, Object key) {
    if (!isEmpty() && time.isBefore(counts.firstKey()) || time.equals(crowded)) {
      return; // Nothing is requested from that time any more.
    }
    if (counts.computeIfAbsent(time, at -> new HashMap<>()).merge(key, 1, Integer::sum) == 1) {
      keys++;
    }
    Instant oldest = counts.lastKey().minus(OVERLAP);
    // Items of one time go together: half of them would not tell which ones come again.
    while (counts.size() > 1 && (keys > MOST || counts.firstKey().isBefore(oldest))) {
      keys -= counts.pollFirstEntry().getValue().size();
    }
    if (keys > MOST_AT_ONCE) {
      crowded = counts.firstKey();
      counts.firstEntry().getValue().clear();
      keys = 0;
    }
  }

  /** Takes one out; false when there is none like it. */
  boolean remove(Instant time, Object key) {
    Map<Object, Integer> items = counts.get(time);
    Integer count = items == null ? null : items.get(key);
    if (items == null || count == null) {
      return false;
    }
    if (count > 1) {
      items.put(key, count - 1);
    } else {
      items.remove(key);
    }
    return true;
  }
}
