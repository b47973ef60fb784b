package io.longshore.system;

import io.longshore.error.ConnectionException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.EngineClock;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.Replayable;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The events of an engine from one start time. */
final class Events implements Replayable<EventMessage> {
  /** An engine may end its stream a little early by its own clock. */
  private static final Duration TOLERANCE = Duration.ofMillis(100);

  /** The end of the year 9999: later values are not times, and beyond the range of {@link Instant}. */
  private static final long LATEST = 253_402_300_799L;

  private final Cancellation cancellation = new Cancellation();
  private final ApiExecutor executor;
  private final EventOptions options;
  private final @Nullable Instant beginning;
  private final Instant doubtfulBeginning;

  Events(ApiExecutor executor, EventOptions options) {
    this.executor = executor.with(cancellation);
    this.options = options;
    this.beginning = beginning();
    this.doubtfulBeginning = beginning != null ? beginning : Instant.now();
  }

  /**
   * Engines send the headers of their response before they watch for events. A request for everything since a moment
   * before that, by the engine's clock, misses nothing.
   */
  private @Nullable Instant beginning() {
    if (options.since() != null) {
      return options.since();
    }
    Instant now = EngineClock.time(executor);
    // Engines refuse a start after the end.
    return now == null || options.until() != null && options.until().isBefore(now) ? null : now;
  }

  @Override
  public Source<EventMessage> open(@Nullable Instant from, @Nullable Duration within) {
    ApiExecutor limited = within == null ? executor : executor.within(within);
    ApiRequest<EventMessage> request = SystemApi.systemEvents().options(options.query(from == null ? beginning : from))
        .request();
    return new EventsOnce(limited.sequence(request, Limits.following(options.idleLimit())));
  }

  @Override
  public Instant time(EventMessage event) {
    Long nanos = event.timeNano();
    return nanos != null
        ? Instant.ofEpochSecond(0, Math.max(0, nanos))
        : Instant.ofEpochSecond(Math.max(0, Math.min(LATEST, Objects.requireNonNullElse(event.time(), 0L))));
  }

  @Override
  public Object key(EventMessage event) {
    return keyOf(event);
  }

  /** Events may be long, and many are kept; with their nanoseconds, two of one hash are the same. */
  static Object keyOf(EventMessage event) {
    return new Key(event.time(), event.timeNano(), event.hashCode());
  }

  private record Key(@Nullable Long time, @Nullable Long nanos, int hash) {}

  /** Engines forget events, after a number of later ones and when they restart. */
  @Override
  public Instant doubtfulBeginning() {
    return doubtfulBeginning;
  }

  /** An engine that stops ends its streams as if they were complete. */
  @Override
  public boolean isOver() {
    Instant until = options.until();
    if (until == null) {
      return false;
    }
    return !EngineClock.now(executor).isBefore(until.minus(TOLERANCE));
  }

  @Override
  public void close() {
    cancellation.cancel();
  }

  /** These events over one connection, whose end is a failure unless the requested end is reached. */
  Source<EventMessage> once() {
    Source<EventMessage> connection = open(null, null);
    return new Source<>() {
      @Override
      public @Nullable EventMessage next() {
        EventMessage event = connection.next();
        if (event == null) {
          checkOver();
        }
        return event;
      }

      @Override
      public void close() {
        Events.this.close();
        connection.close();
      }
    };
  }

  private void checkOver() {
    ConnectionException gone = null;
    try {
      if (isOver()) {
        return;
      }
    } catch (ConnectionException e) {
      gone = e;
    }
    throw new StreamException("the engine ended its events early, as engines do when they shut down",
        StreamEnd.TRUNCATED, gone);
  }
}
