package io.longshore.internal.log;

import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.EngineClock;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.LogSettings;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogStream;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens logs. */
public final class Logs {
  private static final ApiVersion TELLS_ITS_TYPE = new ApiVersion(1, 42);
  private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
  private static final String RAW = "application/vnd.docker.raw-stream";

  private Logs() {}

  public static LogStream open(ApiExecutor executor, String id, LogSettings settings) {
    Instant until = settings.until;
    Instant now = until != null && (settings.follow || settings.tail != null) ? EngineClock.now(executor) : null;
    boolean past = until != null && now != null && !until.isAfter(now);
    // Nothing can be added to a log's past, and an engine would wait for it.
    boolean follow = settings.follow && !past;
    Long tail = settings.tail;
    // Engines take the last lines of all first, and then leave out those that are too late.
    boolean takesTail = past && tail != null && tail > 0;
    // Requested before the log is open: a container that removes itself may be gone right after.
    Boolean terminal = executor.version().compareTo(TELLS_ITS_TYPE) < 0 ? hasTerminal(executor, id) : null;
    ByteSource source = executor.bytes(
        ContainerApi.containerLogs(id)
            .options(
                o -> o.follow(follow)
                    .stdout(settings.stdout)
                    .stderr(settings.stderr)
                    .tail(tail == null || takesTail ? null : String.valueOf(tail))
                    .since(settings.since)
                    .until(until)
                    .timestamps(settings.timestamps))
            .request(),
        follow ? Limits.following(settings.idleLimit) : Limits.READING);
    try {
      Supplier<Source<LogFrame>> begin = () -> {
        Source<LogFrame> frames = frames(executor, id, settings, source, terminal);
        if (takesTail && tail != null) {
          frames = new LastLines(frames, tail);
        }
        return follow ? WatchedEnd.of(frames, executor, id, source.date(), until) : frames;
      };
      Source<LogFrame> frames = source.hasBegun() ? begin.get() : new LateLog(source, begin);
      if (follow && until != null && now != null) {
        frames = new UntilPassed(frames, executor, until, now);
      }
      return new FrameStream("the log of " + executor.nameOf(id), frames);
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /** Whether lines of a followed log may come again; Docker's later engines begin a new log file once. */
  static boolean mayRepeat(ApiExecutor executor, String id) {
    // On Windows two lines may have the same time.
    return executor.version().compareTo(TELLS_ITS_TYPE) < 0
        && !"windows".equals(executor.call(ContainerApi.containerInspect(id).request()).platform());
  }

  private static Source<LogFrame> frames(
      ApiExecutor executor, String id, LogSettings settings, ByteSource source, @Nullable Boolean terminal) {
    boolean multiplexed = terminal != null ? !terminal
        : source.contentType().startsWith(MULTIPLEXED) || isFramed(source, executor, id);
    return settings.timestamps ? Frames.timed(source, multiplexed) : new Frames(source, multiplexed);
  }

  private static boolean isFramed(ByteSource source, ApiExecutor executor, String id) {
    return !source.contentType().startsWith(RAW) && !hasTerminal(executor, id);
  }

  /** If an engine does not say what it sends, the container's terminal decides; the first byte proves nothing. */
  private static boolean hasTerminal(ApiExecutor executor, String id) {
    ContainerConfig config = executor.call(ContainerApi.containerInspect(id).request()).config();
    return config != null && Boolean.TRUE.equals(config.tty());
  }
}
