package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Steps that take too long are ended, no others are, and nobody is woken for those. */
class WatchdogTest extends TransportTestBase {

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final AtomicInteger ended = new AtomicInteger();

  private static long in(long millis) {
    return Watchdog.now() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Until the watchdog has looked around after {@code millis}, and ended what was due by then. */
  private static void lookAround(long millis) throws InterruptedException {
    AtomicInteger other = new AtomicInteger();
    try (Watchdog.Watch watch = Watchdog.watch(other::incrementAndGet)) {
      watch.begin(in(millis));
      await("another deadline", () -> other.get() == 1);
      assertTrue(watch.end());
    }
  }

  @Test
  void aStepThatTakesTooLongIsEndedOnce() throws Exception {
    long due = in(100);
    AtomicLong at = new AtomicLong();
    Runnable end = () -> {
      at.set(Watchdog.now());
      ended.incrementAndGet();
    };
    try (Watchdog.Watch watch = Watchdog.watch(end)) {
      watch.begin(due);
      await("the end of the step", () -> ended.get() > 0);
      assertTrue(at.get() >= due, "it was ended before its time");
      lookAround(10);
      assertTrue(watch.end());
      assertFalse(watch.end(), "the next step has not been ended");
      lookAround(10);
      assertEquals(1, ended.get());
    }
  }

  @Test
  void aStepWhoseTimeWasUpBeforeItBeganIsEnded() throws Exception {
    try (Watchdog.Watch watch = Watchdog.watch(ended::incrementAndGet)) {
      watch.begin(Watchdog.now() - 1);
      await("the end of the step", () -> ended.get() == 1);
      assertTrue(watch.end());
    }
  }

  @Test
  void aStepThatEndsInTimeIsLeftAlone() throws Exception {
    try (Watchdog.Watch watch = Watchdog.watch(ended::incrementAndGet);
        Watchdog.Watch endless = Watchdog.watch(ended::incrementAndGet)) {
      endless.begin(Watchdog.NEVER);
      long due = in(200);
      watch.begin(due);
      assertEquals(Watchdog.now() >= due, watch.end());
      lookAround(250);
      assertFalse(endless.end());
      assertEquals(0, ended.get());
    }
  }

  @Test
  void closedWatchesAreNotLookedAt() throws Exception {
    Watchdog.Watch watch = Watchdog.watch(ended::incrementAndGet);
    watch.begin(in(200));
    watch.close();
    lookAround(250);
    assertEquals(0, ended.get());
  }

  @Test
  void aShortDeadlineIsKeptWhileTheThreadSleepsForALongOne() throws Exception {
    Own dog = new Own();
    try (Watchdog.Watch slow = dog.watch(() -> {});
        Watchdog.Watch quick = dog.watch(ended::incrementAndGet)) {
      slow.begin(Watchdog.now() + HOUR);
      Thread thread = dog.thread();
      await("the thread asleep", () -> thread.getState() == Thread.State.TIMED_WAITING);
      for (int i = 1; i <= 5; i++) {
        int times = i;
        long began = System.nanoTime();
        quick.begin(in(50));
        await("the short deadline", () -> ended.get() == times);
        long took = System.nanoTime() - began;
        assertTrue(took < Duration.ofSeconds(20).toNanos(), "took " + took + " ns");
        assertTrue(quick.end());
      }
      assertFalse(slow.end());
    }
  }

  @Test
  void aLaterStepMayHaveAnEarlierDeadline() throws Exception {
    try (Watchdog.Watch watch = Watchdog.watch(ended::incrementAndGet)) {
      watch.begin(Watchdog.now() + HOUR);
      assertFalse(watch.end());
      watch.begin(in(50));
      await("the end of the step", () -> ended.get() == 1);
      assertTrue(watch.end());
      watch.begin(Watchdog.now() + HOUR);
      lookAround(10);
      assertFalse(watch.end());
      assertEquals(1, ended.get());
    }
  }

  @Test
  void stepsOfManyThreadsAreNotEndedInTheirTime() throws Exception {
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      tasks.add(
          start(
              () -> {
                int wrong = 0;
                try (Watchdog.Watch watch = Watchdog.watch(ended::incrementAndGet)) {
                  for (int i = 0; i < 20_000; i++) {
                    watch.begin(i % 3 == 0 ? in(60_000) : Watchdog.now() + HOUR);
                    wrong += watch.end() ? 1 : 0;
                  }
                }
                return wrong;
              }));
    }
    for (FutureTask<Integer> task : tasks) {
      assertEquals(0, task.get(SOON.toMillis(), TimeUnit.MILLISECONDS));
    }
    assertEquals(0, ended.get());
  }

  @Test
  void whatAStepIsToldIsWhatHappenedHoweverCloseItWas() throws Exception {
    List<FutureTask<int[]>> tasks = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Random random = new Random(t);
      tasks.add(start(() -> closeSteps(random)));
    }
    int late = 0;
    for (FutureTask<int[]> task : tasks) {
      int[] toldAndEarly = task.get(2 * SOON.toMillis(), TimeUnit.MILLISECONDS);
      assertEquals(0, toldAndEarly[1], "ended before their time");
      late += toldAndEarly[0];
    }
    assertTrue(late > 0, "no step was late enough to prove anything");
    assertEquals(late, ended.get());
  }

  /** How many steps were told that they were late, and how many of them were not. */
  private int[] closeSteps(Random random) throws InterruptedException {
    AtomicInteger own = new AtomicInteger();
    int told = 0;
    int early = 0;
    Runnable end = () -> {
      own.incrementAndGet();
      ended.incrementAndGet();
    };
    try (Watchdog.Watch watch = Watchdog.watch(end)) {
      for (int i = 0; i < 2_000; i++) {
        long due = Watchdog.now() + random.nextInt(100_000);
        watch.begin(due);
        for (long until = Watchdog.now() + random.nextInt(200_000); Watchdog.now() < until;) {
          Thread.onSpinWait();
        }
        if (watch.end()) {
          told++;
          early += Watchdog.now() < due ? 1 : 0;
        }
      }
      int all = told;
      await("every end that was told", () -> own.get() >= all);
    }
    return new int[] {told, early};
  }

  @Test
  void theThreadIsADaemonThatGoesWithTheLastWatchAndComesBack() throws Exception {
    Own dog = new Own();
    assertNull(dog.thread());
    Watchdog.Watch first = dog.watch(() -> {});
    Watchdog.Watch second = dog.watch(() -> {});
    Thread thread = dog.thread();
    assertTrue(thread.isDaemon());
    assertNull(thread.getContextClassLoader());
    second.begin(Watchdog.now() + HOUR);
    first.close();
    assertTrue(thread.isAlive());
    second.close();
    await("the end of the thread", () -> !thread.isAlive());
    assertNull(dog.thread());
    try (Watchdog.Watch third = dog.watch(ended::incrementAndGet)) {
      assertNotSame(thread, dog.thread());
      third.begin(in(20));
      await("a deadline of the next thread", () -> ended.get() == 1);
      assertTrue(third.end());
    }
  }

  @Test
  void watchesThatComeWhileTheThreadGoesAreKept() throws Exception {
    Own dog = new Own();
    for (int i = 1; i <= 300; i++) {
      int times = i;
      try (Watchdog.Watch watch = dog.watch(ended::incrementAndGet)) {
        watch.begin(Watchdog.now() + 100_000);
        await("deadline " + i, () -> ended.get() == times);
      }
    }
  }

  /** A watchdog of the test's own: the program's may be busy for connections that other tests keep. */
  private static final class Own {
    private final Watchdog dog;

    Own() throws ReflectiveOperationException {
      Constructor<Watchdog> constructor = Watchdog.class.getDeclaredConstructor();
      constructor.setAccessible(true);
      dog = constructor.newInstance();
    }

    Watchdog.Watch watch(Runnable end) throws ReflectiveOperationException {
      Constructor<Watchdog.Watch> constructor = Watchdog.Watch.class.getDeclaredConstructor(Watchdog.class,
          Runnable.class);
      constructor.setAccessible(true);
      Method add = Watchdog.class.getDeclaredMethod("add", Watchdog.Watch.class);
      add.setAccessible(true);
      return (Watchdog.Watch) add.invoke(dog, constructor.newInstance(dog, end));
    }

    Thread thread() throws ReflectiveOperationException {
      Field thread = Watchdog.class.getDeclaredField("thread");
      thread.setAccessible(true);
      return (Thread) thread.get(dog);
    }
  }
}
