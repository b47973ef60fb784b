package io.longshore.progress;

import java.util.ArrayDeque;
import java.util.Deque;

/** The rate of the last seconds. Not thread-safe. */
final class MovingRate {
  private static final long WINDOW = 5_000_000_000L;
  /** Points are not kept closer together than this, and no rate is that of a shorter time. */
  private static final long STEP = 100_000_000L;

  private static final class Point {
    final long time;
    double sum;

    Point(long time, double sum) {
      this.time = time;
      this.sum = sum;
    }
  }

  private final Deque<Point> points = new ArrayDeque<>();
  private double sum;

  /** Takes note of bytes; 0 before the first ones says when they may begin. */
  void add(long now, long bytes) {
    if (sum == 0 && bytes == 0) {
      points.clear();
    }
    sum += bytes;
    Point last = points.peekLast();
    if (last != null && points.size() > 1 && now - last.time < STEP) {
      last.sum = sum;
    } else {
      points.add(new Point(now, sum));
    }
    Point first = points.remove();
    while (!points.isEmpty() && now - points.element().time >= WINDOW) {
      first = points.remove();
    }
    points.addFirst(first);
  }

  long perSecond(long now) {
    Point before = points.peek();
    if (before == null) {
      return 0;
    }
    for (Point point : points) {
      if (now - point.time < WINDOW) {
        if (point == before) {
          return average(sum - point.sum, now - point.time);
        }
        // What came between two points is spread over the time between them.
        double part = (double) (now - WINDOW - before.time) / (point.time - before.time);
        return average(sum - before.sum - (point.sum - before.sum) * part, WINDOW);
      }
      before = point;
    }
    return 0;
  }

  /** The rate of all that was noted. */
  long average(long nanos) {
    return average(sum, nanos);
  }

  private static long average(double bytes, long nanos) {
    return Math.round(bytes * 1e9 / Math.max(nanos, STEP));
  }
}
