package io.longshore.container;

import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.BlkioStatEntry;
import io.longshore.generated.engine.model.ContainerStats;
import io.longshore.generated.engine.model.CpuStats;
import io.longshore.generated.engine.model.MemoryStats;
import io.longshore.generated.engine.model.NetworkStats;
import io.longshore.generated.engine.model.PidsStats;
import io.longshore.generated.engine.model.StorageStats;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.stream.Source;
import io.longshore.internal.stream.SourceStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The resource use of a container at one moment, with the numbers of {@code docker stats}, computed in the same way.
 * Engines send zeros for a container that is not running: the optional numbers are then empty. Immutable.
 *
 * @param raw what the engine sent
 */
public record Stats(ContainerStats raw) {
  private static final ApiVersion KNOWS_ONE_SHOT = new ApiVersion(1, 41);
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  /** Checks that the value is not null. */
  public Stats {
    Objects.requireNonNull(raw, "raw");
  }

  static SourceStream<Stats> stream(ApiExecutor executor, String id) {
    return new SourceStream<>(StatsSource.open(executor, id));
  }

  static Stats one(ApiExecutor executor, String id, boolean atOnce) {
    // Older engines have no single reading, so this takes the first of many.
    boolean first = atOnce && KNOWS_ONE_SHOT.isAfter(executor.version());
    ApiRequest<ContainerStats> asked = ContainerApi.containerStats(id)
        .options(o -> o.stream(first).oneShot(!first && atOnce)).request();
    try (Source<ContainerStats> sent = executor.sequence(asked, Limits.ORDINARY)) {
      ContainerStats only = sent.next();
      if (only == null) {
        throw new DockerException(
            "the stats of " + executor.nameOf(id) + " are missing: the engine sent an empty response", null);
      }
      return StatsSource.reading(executor.nameOf(id), only);
    }
  }

  /**
   * Returns when these numbers were taken.
   *
   * @return the time by the engine's clock; empty if the container is not running
   */
  public Optional<Instant> time() {
    return Optional.ofNullable(raw.read()).filter(time -> !time.equals(NEVER));
  }

  /**
   * Returns the CPU time that the container used since the previous reading, as a share of the time that passed.
   *
   * @return 100 for each CPU that was busy all the time, on Windows for all of them together; empty without a previous
   *     reading, as in the first item of a stream
   */
  public OptionalDouble cpuPercent() {
    CpuStats now = raw.cpuStats();
    CpuStats before = raw.precpuStats();
    if (now == null || before == null || time().isEmpty()) {
      return OptionalDouble.empty();
    }
    return isWindows() ? windowsCpuPercent(now, before) : unixCpuPercent(now, before);
  }

  private static OptionalDouble unixCpuPercent(CpuStats now, CpuStats before) {
    if (number(before.systemCpuUsage()) == 0) {
      return OptionalDouble.empty();
    }
    double used = (double) total(now) - total(before);
    double passed = (double) number(now.systemCpuUsage()) - number(before.systemCpuUsage());
    long cpus = number(now.onlineCpus());
    if (cpus == 0 && now.cpuUsage() != null) {
      cpus = now.cpuUsage().percpuUsage().size();
    }
    return OptionalDouble.of(used > 0 && passed > 0 ? used / passed * cpus * 100 : 0);
  }

  private OptionalDouble windowsCpuPercent(CpuStats now, CpuStats before) {
    Instant preread = raw.preread();
    if (preread == null || preread.equals(NEVER)) {
      return OptionalDouble.empty();
    }
    // Windows counts in units of 100 ns.
    Duration passed = Duration.between(preread, raw.read());
    double possible = (passed.getSeconds() * 1e7 + passed.getNano() / 100.0) * number(raw.numProcs());
    double used = (double) total(now) - total(before);
    return OptionalDouble.of(possible > 0 && used > 0 ? used / possible * 100 : 0);
  }

  private static long total(CpuStats cpu) {
    return cpu.cpuUsage() == null ? 0 : number(cpu.cpuUsage().totalUsage());
  }

  /**
   * Returns the memory that the container uses, without the page cache that the kernel can reclaim at any time.
   *
   * @return bytes
   */
  public long memoryUsage() {
    MemoryStats memory = raw.memoryStats();
    if (memory == null) {
      return 0;
    }
    if (isWindows()) {
      return number(memory.privateworkingset());
    }
    long usage = number(memory.usage());
    // The first is cgroup v1, which has the second too, but without nested groups.
    for (String name : new String[] {"total_inactive_file", "inactive_file"}) {
      Long cache = memory.stats().get(name);
      if (cache != null && cache >= 0 && cache < usage) {
        return usage - cache;
      }
    }
    return usage;
  }

  /**
   * Returns the memory that the container may use.
   *
   * @return bytes; the host's memory if the container has no limit; empty if it is not running, and on Windows
   */
  public OptionalLong memoryLimit() {
    long limit = raw.memoryStats() == null ? 0 : number(raw.memoryStats().limit());
    return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /**
   * Returns the memory that the container uses, as a share of its limit.
   *
   * @return 0 to 100; empty if the limit is not known
   */
  public OptionalDouble memoryPercent() {
    OptionalLong limit = memoryLimit();
    return limit.isEmpty() ? OptionalDouble.empty()
        : OptionalDouble.of((double) memoryUsage() / limit.getAsLong() * 100);
  }

  /**
   * Returns what the container received over all its networks since its start.
   *
   * @return bytes
   */
  public long networkReceived() {
    return network(NetworkStats::rxBytes);
  }

  /**
   * Returns what the container sent over all its networks since its start.
   *
   * @return bytes
   */
  public long networkSent() {
    return network(NetworkStats::txBytes);
  }

  private long network(Function<NetworkStats, @Nullable Long> count) {
    return raw.networks().values().stream().filter(Objects::nonNull).mapToLong(one -> number(count.apply(one)))
        .reduce(0, Stats::sum);
  }

  /**
   * Returns what the container read from block devices since its start; reads from the page cache do not count.
   *
   * @return bytes
   */
  public long blockRead() {
    return block('r', StorageStats::readSizeBytes);
  }

  /**
   * Returns what the container wrote to block devices since its start.
   *
   * @return bytes
   */
  public long blockWritten() {
    return block('w', StorageStats::writeSizeBytes);
  }

  private long block(char operation, Function<StorageStats, @Nullable Long> windows) {
    if (isWindows()) {
      return raw.storageStats() == null ? 0 : number(windows.apply(raw.storageStats()));
    }
    ToLongFunction<BlkioStatEntry> counted = entry -> {
      String op = entry.op();
      // 'Read' with cgroup v1, 'read' with v2.
      return op != null && !op.isEmpty() && Character.toLowerCase(op.charAt(0)) == operation ? number(entry.value())
          : 0;
    };
    return raw.blkioStats() == null
        ? 0
        : raw.blkioStats().ioServiceBytesRecursive().stream().filter(Objects::nonNull).mapToLong(counted).reduce(0,
            Stats::sum);
  }

  /**
   * Returns how many processes and threads the container has.
   *
   * @return a number; zero on Windows
   */
  public long pids() {
    PidsStats pids = raw.pidsStats();
    return pids == null ? 0 : number(pids.current());
  }

  /** Impossible counters, which the JSON reader has limited, must not overflow to a negative sum. */
  private static long sum(long one, long other) {
    long sum = one + other;
    boolean overflow = ((one ^ sum) & (other ^ sum)) < 0;
    return overflow ? one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
  }

  private boolean isWindows() {
    return number(raw.numProcs()) > 0;
  }

  private static long number(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
