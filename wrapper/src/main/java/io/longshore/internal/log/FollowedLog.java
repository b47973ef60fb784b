package io.longshore.internal.log;

import io.longshore.error.CancelledException;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Cancellation;
import io.longshore.internal.options.LogSettings;
import io.longshore.internal.stream.Reconnecting;
import io.longshore.internal.stream.Replayable;
import io.longshore.internal.stream.Source;
import io.longshore.internal.stream.SourceStream;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import io.longshore.stream.LogLine;
import io.longshore.stream.LogStream;
import io.longshore.stream.StdStream;
import io.longshore.stream.StreamEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The lines of a container's log from one start time, with their times. */
public final class FollowedLog implements Replayable<LogLine> {
  private final Cancellation cancellation = new Cancellation();
  private final ApiExecutor executor;
  private final String id;
  private final LogSettings settings;
  private final @Nullable Instant opened;

  /** Its lines over as many connections as necessary; following and times are always on. */
  public static DockerStream<Followed<LogLine>> open(ApiExecutor executor, String id, LogSettings settings) {
    settings.follow = true;
    settings.timestamps = true;
    return new SourceStream<>(Reconnecting.open(new FollowedLog(executor, id, settings), settings.patience));
  }

  private FollowedLog(ApiExecutor executor, String id, LogSettings settings) {
    this.executor = executor.with(cancellation);
    this.id = id;
    this.settings = settings;
    // The last lines of a log change over time; this uses the engine's clock, which stamps the lines.
    this.opened = settings.tail == null ? null : this.executor.call(SystemApi.systemInfo().request()).systemTime();
  }

  @Override
  public Source<LogLine> open(@Nullable Instant from, @Nullable Duration within) {
    ApiExecutor limited = within == null ? executor : executor.within(within);
    LogSettings wanted = settings;
    if (from != null) {
      wanted = settings.from(from);
    } else if (within != null && opened != null && Long.valueOf(0).equals(settings.tail)) {
      // None of the lines before, but all since.
      wanted = settings.from(opened);
    }
    Repeats repeats = Logs.mayRepeat(limited, id) ? new Repeats() : null;
    return new LinesOf(Logs.open(limited, id, wanted), repeats);
  }

  @Override
  public Instant time(LogLine line) {
    return ApiExecutor.present(line.time(), "the time of a line");
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

  /** A connection's end has been checked already. */
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
