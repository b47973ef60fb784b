package io.longshore.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is kept of a stream to know it again. */
class SeenTest {
  private static final Instant SECOND = Instant.parse("2026-11-28T10:00:00Z");
  private static final int CROWD = 100_000;

  @Test
  void equalItemsAreKnownByTheirNumber() {
    Seen seen = new Seen();
    seen.add(SECOND, "a");
    seen.add(SECOND, "a");
    Seen replay = seen.copy();
    assertTrue(replay.remove(SECOND, "a"));
    assertTrue(replay.remove(SECOND, "a"));
    assertFalse(replay.remove(SECOND, "a"));
    assertEquals(SECOND, seen.from());
  }

  /** Some engines write whole seconds, and one may write the same one for ever. */
  @Test
  void whatHasOneTimeIsNotKeptWithoutBound() {
    Seen seen = new Seen();
    for (int i = 0; i < CROWD; i++) {
      seen.add(SECOND, i);
    }
    assertEquals(SECOND.plusNanos(1), seen.from(), "these are not asked for again");
    assertEquals(SECOND, seen.newest());
    assertFalse(seen.copy().remove(SECOND, 1));
    Instant next = SECOND.plusSeconds(1);
    seen.add(next, "a");
    assertEquals(next, seen.from());
    assertTrue(seen.copy().remove(next, "a"));
  }

  /** Much at many times: the latest of it is enough. */
  @Test
  void theLatestItemsAreKept() {
    Seen seen = new Seen();
    for (int i = 0; i < CROWD; i++) {
      seen.add(SECOND.plusNanos(i), i);
    }
    assertTrue(seen.from().isAfter(SECOND.plusNanos(CROWD / 2)), () -> "from " + seen.from());
    assertTrue(seen.copy().remove(SECOND.plusNanos(CROWD - 1), CROWD - 1));
  }
}
