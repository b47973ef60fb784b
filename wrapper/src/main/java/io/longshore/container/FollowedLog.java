package io.longshore.container;

import io.longshore.CancelledException;
import io.longshore.StreamEnd;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.http.Executor;
import io.longshore.internal.stream.Replayable;
import io.longshore.internal.stream.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The lines of a container's log from one beginning on, with their times. */
final class FollowedLog implements Replayable<LogLine> {
  private final Cancellation cancellation = new Cancellation();
  private final Executor executor;
  private final String id;
  private final LogOptions options;
  private final @Nullable Instant opened;

  FollowedLog(Executor executor, String id, LogOptions options) {
    this.executor = executor.with(cancellation);
    this.id = id;
    this.options = options;
    // The last lines of a log are other ones later; by the engine's clock, which stamps the lines.
    this.opened = options.tail() == null ? null : this.executor.call(SystemApi.systemInfo().request()).systemTime();
  }

  @Override
  public Source<LogLine> open(@Nullable Instant from, @Nullable Duration within) {
    Executor limited = within == null ? executor : executor.within(within);
    LogOptions wanted = options;
    if (from != null) {
      wanted = options.from(from);
    } else if (within != null && opened != null && Long.valueOf(0).equals(options.tail())) {
      // None of the lines before, but all since.
      wanted = options.from(opened);
    }
    Repeats repeats = Logs.mayRepeat(limited, id) ? new Repeats() : null;
    return new LinesOf(Logs.open(limited, id, wanted), repeats);
  }

  @Override
  public Instant time(LogLine line) {
    return Executor.present(line.time(), "the time of a line");
  }

  /** Lines may be long, and many are kept. */
  @Override
  public Object key(LogLine line) {
    return new Key(line.stream(), line.text().length(), line.text().hashCode(), line.complete());
  }

  private record Key(StdStream stream, int length, int hash, boolean complete) {}

  @Override
  public @Nullable Instant doubtfulBeginning() {
    return opened;
  }

  /** A connection's end has been looked at already. */
  @Override
  public boolean isOver() {
    return true;
  }

  @Override
  public void close() {
    cancellation.cancel();
  }

  /** One connection's lines. */
  private static final class LinesOf implements Source<LogLine> {
    private final LogStream log;
    private final Iterator<LogLine> lines;
    private final @Nullable Repeats repeats;

    LinesOf(LogStream log, @Nullable Repeats repeats) {
      this.log = log;
      this.repeats = repeats;
      this.lines = log.lines().iterator();
    }

    @Override
    public @Nullable LogLine next() {
      while (lines.hasNext()) {
        LogLine line = lines.next();
        if (repeats == null || !repeats.isRepeat(line)) {
          return line;
        }
      }
      if (log.end().orElse(StreamEnd.COMPLETED) == StreamEnd.CANCELLED) {
        throw new CancelledException("the log was closed", null);
      }
      return null;
    }

    @Override
    public void close() {
      log.close();
    }
  }
}
