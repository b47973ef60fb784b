package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The earliest of several deadlines. */
class LimitTest {

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private static void assertIn(long millis, long deadline) {
    long left = deadline - Watchdog.now();
    long whole = TimeUnit.MILLISECONDS.toNanos(millis);
    assertTrue(left <= whole && left > whole - HOUR / 2, "in " + left + " ns instead of " + whole);
  }

  @Test
  void noLimitIsNever() {
    assertEquals(Watchdog.NEVER, Limit.NONE.read(0));
    assertEquals(Watchdog.NEVER, Limit.NONE.write());
    assertEquals(Watchdog.NEVER, Limit.after(0));
  }

  @Test
  void okHttpsTimeoutCountsWhereThereIsNoOther() {
    assertIn(7_200_000, Limit.NONE.read(7_200_000));
    assertIn(14_400_000, new Limit(14_400_000, 0, Watchdog.NEVER).read(7_200_000));
  }

  @Test
  void readsAndWritesHaveTheirOwn() {
    Limit limit = new Limit(7_200_000, 21_600_000, Watchdog.NEVER);
    assertIn(7_200_000, limit.read(0));
    assertIn(21_600_000, limit.write());
  }

  @Test
  void theEndOfAllIsTheEndOfEach() {
    long end = Watchdog.now() + HOUR;
    Limit limit = new Limit(7_200_000, 7_200_000, end);
    assertEquals(end, limit.read(0));
    assertEquals(end, limit.write());
    assertEquals(end, new Limit(0, 0, end).read(0));
    assertIn(7_200_000, new Limit(7_200_000, 0, Watchdog.now() + 4 * HOUR).read(0));
  }

  @Test
  void theLongestTimeDoesNotOverflow() {
    assertIn(Integer.MAX_VALUE, Limit.after(Integer.MAX_VALUE));
  }
}
