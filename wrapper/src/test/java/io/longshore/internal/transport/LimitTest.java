package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    assertEquals(Watchdog.NEVER, Limit.NONE.read(0, Watchdog.now()));
    assertEquals(Watchdog.NEVER, Limit.NONE.write());
    assertEquals(Watchdog.NEVER, Limit.after(0));
  }

  @Test
  void okHttpsTimeoutCountsWhereThereIsNoOther() {
    assertIn(7_200_000, Limit.NONE.read(7_200_000, Watchdog.now()));
    assertIn(14_400_000, new Limit(14_400_000, 0, Watchdog.NEVER).read(7_200_000, Watchdog.now()));
  }

  @Test
  void readsAndWritesHaveTheirOwn() {
    Limit limit = new Limit(7_200_000, 21_600_000, Watchdog.NEVER);
    assertIn(7_200_000, limit.read(0, Watchdog.now()));
    assertIn(21_600_000, limit.write());
  }

  @Test
  void theEndOfAllIsTheEndOfEach() {
    long end = Watchdog.now() + HOUR;
    Limit limit = new Limit(7_200_000, 7_200_000, end);
    assertEquals(end, limit.read(0, Watchdog.now()));
    assertEquals(end, limit.write());
    assertEquals(end, new Limit(0, 0, end).read(0, Watchdog.now()));
    assertIn(7_200_000, new Limit(7_200_000, 0, Watchdog.now() + 4 * HOUR).read(0, Watchdog.now()));
  }

  @Test
  void theLongestTimeDoesNotOverflow() {
    assertIn(Integer.MAX_VALUE, Limit.after(Integer.MAX_VALUE));
  }

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void theReadsOfAHeadHaveTheirTimeTogether() {
    Limit head = Limit.ofHead(10_000, 0, Watchdog.NEVER);
    assertEquals(100 * SECOND, head.read(0, 90 * SECOND));
    head.hasRead(4 * SECOND, 1);
    assertEquals(106 * SECOND, head.read(0, 100 * SECOND), "only reading takes time");
    head.hasRead(6 * SECOND, 1_000_000);
    assertEquals(200 * SECOND, head.read(0, 200 * SECOND), "however much came");
    assertEquals(5 * SECOND, Limit.ofHead(10_000, 0, 5 * SECOND).read(0, 0));
  }

  @Test
  void aHeadThatIsHeldBackHasItsTimeFromTheFirstByte() {
    Limit head = Limit.ofHeadHeldBack(0, 10_000, 0, Watchdog.NEVER, 0);
    assertEquals(Watchdog.NEVER, head.read(0, 0));
    assertFalse(head.counts());
    head.hasRead(0, 1);
    assertTrue(head.counts());
    assertEquals(10 * SECOND, head.read(0, 0));
    assertTrue(head.tooSlow());
  }

  @Test
  void whatMayBeNoneOfTheHeadDoesNotBeginIt() {
    Limit head = Limit.ofHeadHeldBack(3_600_000, 10_000, 0, Watchdog.NEVER, 100);
    head.hasRead(0, 100);
    assertFalse(head.counts());
    assertFalse(head.tooSlow());
    head.hasRead(0, 1);
    assertTrue(head.counts());
    assertEquals(10 * SECOND, head.read(0, 0));
    assertTrue(head.tooSlow());
  }

  @Test
  void aPartBeginsAnewWithEnoughBytesOrWithWhatIsOfUse() {
    Limit body = new Limit(60_000, 0, Watchdog.NEVER).withParts(10_000, 100);
    body.hasRead(9 * SECOND, 99);
    assertEquals(SECOND, body.read(0, 0));
    body.hasRead(0, 1);
    assertEquals(10 * SECOND, body.read(0, 0));
    body.hasRead(9 * SECOND, 1);
    body.gotOn();
    assertEquals(10 * SECOND, body.read(0, 0));
  }

  @Test
  void tooSlowIsSomethingElseThanAPause() {
    Limit body = new Limit(5_000, 0, Watchdog.NEVER).withParts(10_000, 100);
    assertFalse(body.tooSlow());
    body.hasRead(4 * SECOND, 1);
    assertFalse(body.tooSlow(), "a pause of five seconds comes first");
    body.hasRead(4 * SECOND, 1);
    assertTrue(body.tooSlow());
    assertFalse(Limit.NONE.tooSlow());
  }
}
