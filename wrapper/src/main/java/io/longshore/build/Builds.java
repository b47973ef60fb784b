package io.longshore.build;

import io.longshore.error.BuildFailedException;
import io.longshore.error.EngineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.BuildCache;
import io.longshore.generated.engine.model.BuildCacheDiskUsage;
import io.longshore.generated.engine.model.BuildPruneOptions;
import io.longshore.generated.engine.model.BuildPruneResponse;
import io.longshore.generated.engine.model.DataUsage;
import io.longshore.generated.engine.model.DataUsageType;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.internal.progress.TransferFeed;
import java.util.List;
import java.util.function.Consumer;

/** Builds of images, and the cache of BuildKit. Thread-safe. */
public final class Builds {
  private static final ApiVersion FIRST_WITH_TYPES = ApiVersion.parse("1.42");
  private static final ApiVersion FIRST_WITH_ITEMS = ApiVersion.parse("1.52");

  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#builds()}.
   *
   * @param executor sends the requests
   */
  public Builds(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Builds an image, and returns when it is complete.
   *
   * @param options what to build, and how
   * @return the image, and how it was made
   * @throws BuildFailedException if the Dockerfile is wrong or a step fails
   * @throws io.longshore.error.UnauthorizedException if a registry wants other credentials for a base image, or some
   * @throws io.longshore.error.NotFoundException if a registry does not have a base image
   * @throws io.longshore.error.TooManyRequestsException if a registry limits how often it is asked
   * @throws EngineException if the engine refuses
   * @throws io.longshore.error.UnsupportedException if there is no such builder
   * @throws io.longshore.error.ArchiveException if the build context cannot be read
   * @throws io.longshore.error.DeadlineException if it takes longer than {@link BuildOptions#timeout} allows, or the
   *     engine does not answer any more
   * @throws io.longshore.error.CancelledException if the thread is interrupted or the client closed
   * @throws io.longshore.error.ConnectionException if the engine cannot be reached, or the connection breaks before it
   *     answers
   * @throws io.longshore.error.StreamException if the connection breaks later, or the engine ends without a result
   * @throws IllegalArgumentException if the options do not fit together
   */
  public BuildResult build(Consumer<BuildOptions> options) {
    BuildSettings wanted = Check.filled(new BuildOptions(), options).settings;
    wanted.check();
    TransferFeed feed = ProgressAccess.feed(wanted.progress);
    ApiExecutor calls = executor.forCall("build");
    return feed.call(() -> wanted.builder == BuilderKind.BUILDX
        ? new BuildxRun(executor, calls, wanted, feed).run()
        : new BuildRun(executor, calls, wanted, feed).run());
  }

  /**
   * Lists the records of BuildKit's cache, with the kind, size and use of each. Since API 1.25; engines before Docker
   * 18.09 have no such records. Up to API 1.41 the engine adds up the disk use of everything for this, which is slow.
   *
   * @return the records; empty if there are none, and from Podman, which has no BuildKit
   */
  public List<BuildCache> cache() {
    ApiExecutor calls = executor.forCall("cache");
    ApiVersion version = calls.version();
    DataUsage usage = calls.call(
        SystemApi.systemDataUsage().options(o -> {
          if (!FIRST_WITH_TYPES.isAfter(version)) {
            o.type(DataUsageType.BUILD_CACHE);
          }
          if (!FIRST_WITH_ITEMS.isAfter(version)) {
            o.verbose();
          }
        }).request().about("the build cache"),
        Limits.HEAVY);
    BuildCacheDiskUsage newer = usage.buildCacheUsage();
    List<BuildCache> records = newer != null && newer.items() != null ? newer.items() : usage.buildCache();
    return records == null ? List.of() : Answered.withoutNulls(records);
  }

  /**
   * Removes the records of BuildKit's cache that no image and no build needs. Since API 1.31.
   *
   * @return which ones, and the bytes that were freed
   * @throws UnsupportedException if the engine is Podman
   */
  public BuildPruneResponse prune() {
    return prune(options -> {});
  }

  /**
   * Removes records of BuildKit's cache. Since API 1.31, with options since 1.39.
   *
   * @param options which ones, and how much to keep; {@code keepStorage} says that to every engine,
   *     {@code reservedSpace} and its like only to those of API 1.48 and newer
   * @return which ones, and the bytes that were freed
   * @throws UnsupportedException if the engine is Podman
   */
  public BuildPruneResponse prune(Consumer<BuildPruneOptions> options) {
    ApiExecutor calls = executor.forCall("prune");
    if (calls.isPodman()) {
      throw new UnsupportedException("prune of the build cache: Podman has none of BuildKit's", null);
    }
    return calls.call(
        ImageApi.buildPrune().options(options).request().about("the build cache"), Limits.HEAVY);
  }
}
