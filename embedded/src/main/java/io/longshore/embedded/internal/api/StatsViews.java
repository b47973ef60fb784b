package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.RunState;
import io.longshore.generated.engine.model.BlkioStatEntry;
import io.longshore.generated.engine.model.BlkioStats;
import io.longshore.generated.engine.model.ContainerStats;
import io.longshore.generated.engine.model.CpuStats;
import io.longshore.generated.engine.model.CpuUsage;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.MemoryStats;
import io.longshore.generated.engine.model.NetworkStats;
import io.longshore.generated.engine.model.PidsStats;
import io.longshore.generated.engine.model.StorageStats;
import io.longshore.generated.engine.model.ThrottlingData;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container's use of what is not there, in believable numbers: of all its time it uses a two-hundredth. In the form
 * of a host with cgroups v2.
 */
final class StatsViews {
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");
  private static final ApiVersion FIRST_WITH_OS = new ApiVersion(1, 52);
  private static final long BOOT = System.nanoTime() - Duration.ofHours(1).toNanos();
  private static final long START_NANOS = 20_000_000;
  private static final long LOAD = 200;
  private static final long TICK = 10_000_000;
  private static final long USAGE = 4 * 1024 * 1024;
  private static final long CACHE = 1024 * 1024;
  private static final List<String> BLOCK_LISTS = List.of(
      "io_service_bytes_recursive", "io_serviced_recursive", "io_queue_recursive", "io_service_time_recursive",
      "io_wait_time_recursive", "io_merged_recursive", "io_time_recursive", "sectors_recursive");

  private final Container container;
  private final boolean tellsOs;

  StatsViews(Container container, ApiVersion version) {
    this.container = container;
    this.tellsOs = !FIRST_WITH_OS.isAfter(version);
  }

  /** Whether a sample is of a running container. */
  static boolean isRunning(ContainerStats sample) {
    return !NEVER.equals(sample.read());
  }

  /**
   * Takes a sample.
   *
   * @param before the one before it; null for none
   */
  ContainerStats sample(@Nullable ContainerStats before) {
    ContainerStats.Builder sample = ContainerStats.builder()
        .name("/" + container.name())
        .id(container.id())
        .osType(tellsOs ? "linux" : null)
        .preread(before == null ? NEVER : before.read())
        .precpuStats(before == null ? noCpu() : before.cpuStats())
        .numProcs(0L)
        .storageStats(StorageStats.builder().build());
    RunState state = container.state();
    Instant start = state.startedAt();
    if (start == null || state.pid() == 0) {
      return sample
          .read(NEVER)
          .cpuStats(noCpu())
          .memoryStats(MemoryStats.builder().build())
          .pidsStats(PidsStats.builder().build())
          .blkioStats(BlkioStats.builder().build())
          .build();
    }
    Instant now = Instant.now();
    long ran = Math.max(0, Duration.between(start, now).toNanos());
    HostConfig host = container.hostConfig();
    Long pidsLimit = host.pidsLimit();
    sample
        .read(now)
        .cpuStats(cpu(START_NANOS + ran / LOAD))
        .memoryStats(memory(host))
        .pidsStats(
            PidsStats.builder()
                .current(1L + container.execs().list().size())
                .limit(pidsLimit != null && pidsLimit > 0 ? pidsLimit : null)
                .build())
        .blkioStats(blocks());
    return "bridge".equals(host.networkMode()) ? sample.networks(Map.of("eth0", network(ran))).build() : sample.build();
  }

  /** A sample as engines write it: missing lists are null. */
  Map<String, @Nullable Object> json(ContainerStats sample) {
    Map<String, @Nullable Object> json = map(Json.encode(ContainerStats.ADAPTER, sample).bytes());
    Map<String, @Nullable Object> blocks = map(
        Json.encode(BlkioStats.ADAPTER, Objects.requireNonNull(sample.blkioStats())).bytes());
    for (String name : BLOCK_LISTS) {
      blocks.putIfAbsent(name, null);
    }
    json.put("blkio_stats", blocks);
    return json;
  }

  private static Map<String, @Nullable Object> map(byte[] json) {
    try {
      return new LinkedHashMap<>(Objects.requireNonNull(Json.decode(JsonAdapter.map(JsonAdapter.ANY), json)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CpuStats noCpu() {
    return CpuStats.builder()
        .cpuUsage(CpuUsage.builder().totalUsage(0L).usageInKernelmode(0L).usageInUsermode(0L).build())
        .throttlingData(unthrottled())
        .build();
  }

  private static CpuStats cpu(long nanos) {
    long cpus = Runtime.getRuntime().availableProcessors();
    long inKernel = nanos / 4 / TICK * TICK;
    CpuUsage.Builder usage = CpuUsage.builder().totalUsage(nanos).usageInKernelmode(inKernel);
    usage.usageInUsermode(nanos / TICK * TICK - inKernel);
    return CpuStats.builder()
        .cpuUsage(usage.build())
        .systemCpuUsage((System.nanoTime() - BOOT) / TICK * TICK * cpus)
        .onlineCpus(cpus)
        .throttlingData(unthrottled())
        .build();
  }

  private static ThrottlingData unthrottled() {
    return ThrottlingData.builder().periods(0L).throttledPeriods(0L).throttledTime(0L).build();
  }

  private static MemoryStats memory(HostConfig host) {
    Long own = host.memory();
    long limit = own != null && own > 0 ? own : Runtime.getRuntime().maxMemory();
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("active_anon", 4096L);
    counters.put("active_file", 0L);
    counters.put("anon", USAGE - CACHE);
    counters.put("file", CACHE);
    counters.put("inactive_anon", USAGE - CACHE - 4096);
    counters.put("inactive_file", CACHE);
    counters.put("pgfault", 1154L);
    counters.put("pgmajfault", 0L);
    return MemoryStats.builder().usage(USAGE).stats(counters).limit(limit).build();
  }

  private static BlkioStats blocks() {
    BlkioStatEntry read = BlkioStatEntry.builder().major(254L).minor(0L).op("read").value(CACHE).build();
    BlkioStatEntry write = BlkioStatEntry.builder().major(254L).minor(0L).op("write").value(0L).build();
    return BlkioStats.builder().ioServiceBytesRecursive(List.of(read, write)).build();
  }

  private static NetworkStats network(long ran) {
    long packets = 4 + ran / 10_000_000_000L;
    return NetworkStats.builder()
        .rxBytes(packets * 94)
        .rxPackets(packets)
        .rxErrors(0L)
        .rxDropped(0L)
        .txBytes(0L)
        .txPackets(0L)
        .txErrors(0L)
        .txDropped(0L)
        .build();
  }
}
