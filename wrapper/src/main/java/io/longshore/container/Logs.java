package io.longshore.container;

import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.internal.Check;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.ByteSource;
import java.time.Duration;

/** Opens logs. */
final class Logs {
  private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

  private Logs() {}

  static LogStream open(Executor executor, String id, LogOptions options) {
    ByteSource source =
        executor.bytes(
            ContainerApi.containerLogs(id)
                .follow(options.follow() ? true : null)
                .stdout(options.stdout())
                .stderr(options.stderr())
                .tail(options.tail() == null ? null : String.valueOf(options.tail()))
                .since(options.since() == null ? null : options.since().getEpochSecond())
                .until(options.until() == null ? null : Check.seconds(Duration.ofSeconds(options.until().getEpochSecond(), options.until().getNano())))
                .request(),
            options.follow() ? Limits.QUIET : Limits.PROGRESS);
    try {
      return new FrameStream("the log of " + id, new Frames(source, isMultiplexed(source, executor, id)));
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /** Engines before 1.42 do not say what they send: then the container's terminal decides, never the first byte. */
  private static boolean isMultiplexed(ByteSource source, Executor executor, String id) {
    if (source.contentType().startsWith(MULTIPLEXED)) {
      return true;
    }
    ContainerConfig config = executor.call(ContainerApi.containerInspect(id).request()).config();
    return config == null || !Boolean.TRUE.equals(config.tty());
  }
}
