package io.longshore.container;

import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens logs. */
final class Logs {
  private static final ApiVersion TELLS_ITS_TYPE = new ApiVersion(1, 42);
  private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
  private static final String RAW = "application/vnd.docker.raw-stream";

  private Logs() {}

  static LogStream open(Executor executor, String id, LogOptions options) {
    // Asked before the log is open: a container that removes itself may be gone right after.
    Boolean terminal = executor.version().compareTo(TELLS_ITS_TYPE) < 0 ? hasTerminal(executor, id) : null;
    ByteSource source =
        executor.bytes(
            ContainerApi.containerLogs(id)
                .follow(options.follow() ? true : null)
                .stdout(options.stdout())
                .stderr(options.stderr())
                .tail(options.tail() == null ? null : String.valueOf(options.tail()))
                .since(options.since())
                .until(options.until())
                .timestamps(options.timestamps() ? true : null)
                .request(),
            options.follow() ? Limits.following(options.idleLimit()) : Limits.PROGRESS);
    try {
      Supplier<Source<LogFrame>> frames = () -> frames(executor, id, options, source, terminal);
      return new FrameStream("the log of " + id, source.hasBegun() ? frames.get() : new WhenRead(source, frames));
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private static Source<LogFrame> frames(
      Executor executor, String id, LogOptions options, ByteSource source, @Nullable Boolean terminal) {
    boolean multiplexed =
        terminal != null ? !terminal : source.contentType().startsWith(MULTIPLEXED) || isFramed(source, executor, id);
    Source<LogFrame> frames = options.timestamps() ? Frames.timed(source, multiplexed) : new Frames(source, multiplexed);
    boolean untilItStops = options.follow() && options.until() == null;
    return untilItStops ? new WatchedEnd(frames, executor, id, source.date()) : frames;
  }

  /** A log whose answer begins with its first frame. */
  private static final class WhenRead implements Source<LogFrame> {
    private final ByteSource source;
    private final Supplier<Source<LogFrame>> begin;
    private volatile @Nullable Source<LogFrame> frames;

    WhenRead(ByteSource source, Supplier<Source<LogFrame>> begin) {
      this.source = source;
      this.begin = begin;
    }

    @Override
    public @Nullable LogFrame next() {
      Source<LogFrame> begun = frames;
      if (begun == null) {
        begun = begin.get();
        frames = begun;
      }
      return begun.next();
    }

    @Override
    public void close() {
      source.close();
      Source<LogFrame> begun = frames;
      if (begun != null) {
        begun.close();
      }
    }
  }

  private static boolean isFramed(ByteSource source, Executor executor, String id) {
    return !source.contentType().startsWith(RAW) && !hasTerminal(executor, id);
  }

  /** Where an engine does not say what it sends, the container's terminal decides; the first byte proves nothing. */
  private static boolean hasTerminal(Executor executor, String id) {
    ContainerConfig config = executor.call(ContainerApi.containerInspect(id).request()).config();
    return config != null && Boolean.TRUE.equals(config.tty());
  }
}
