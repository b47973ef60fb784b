package io.longshore.container;

import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;

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
            options.follow() ? Limits.quiet(options.idleLimit()) : Limits.PROGRESS);
    try {
      boolean multiplexed =
          terminal != null ? !terminal : source.contentType().startsWith(MULTIPLEXED) || isFramed(source, executor, id);
      Source<LogFrame> frames =
          options.timestamps() ? Frames.timed(source, multiplexed) : new Frames(source, multiplexed);
      boolean untilItStops = options.follow() && options.until() == null;
      return new FrameStream(
          "the log of " + id, untilItStops ? new WatchedEnd(frames, executor, id, source.date()) : frames);
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
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
