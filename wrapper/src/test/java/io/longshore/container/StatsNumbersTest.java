package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.engine.model.ContainerStats;
import io.longshore.generated.runtime.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is computed from the numbers of an engine, against what was computed by hand. */
class StatsNumbersTest {
  private static final double EXACT = 1e-6;

  private static Stats stats(String json) {
    try {
      return new Stats(Json.decode(ContainerStats.ADAPTER, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A container of Docker 28.5.2 that read a file and then did nothing but count; docker stats said 35.09% and
   * 1.906MiB.
   */
  @Test
  void aBusyContainerWithCgroup1() {
    Stats stats = stats(
        """
            {'read':'2026-11-21T23:12:51.375871217Z','preread':'2026-11-21T23:12:50.371698478Z','pids_stats':{'current':1},
            'blkio_stats':{'io_service_bytes_recursive':[{'major':8,'minor':0,'op':'Read','value':4096},
              {'major':8,'minor':0,'op':'Write','value':512},{'major':8,'minor':0,'op':'Sync','value':4096},
              {'major':8,'minor':0,'op':'Total','value':4608},{'major':8,'minor':16,'op':'Read','value':100}]},
            'num_procs':0,'storage_stats':{},
            'cpu_stats':{'cpu_usage':{'total_usage':859890317,'percpu_usage':[546207101,313683216]},
              'system_cpu_usage':25066080000000,'online_cpus':2},
            'precpu_stats':{'cpu_usage':{'total_usage':508993110,'percpu_usage':[195452336,313540774]},
              'system_cpu_usage':25064080000000,'online_cpus':2},
            'memory_stats':{'usage':22355968,'stats':{'cache':20955136,'inactive_file':1,'total_inactive_file':20357120},
              'limit':25276502016},
            'networks':{'eth0':{'rx_bytes':806,'tx_bytes':126},'eth1':{'rx_bytes':10,'tx_bytes':20}}}
            """);
    assertEquals(Optional.of(Instant.parse("2026-11-21T23:12:51.375871217Z")), stats.time());
    assertEquals(35.0897207, stats.cpuPercent().orElseThrow(), EXACT);
    assertEquals(1_998_848, stats.memoryUsage());
    assertEquals(OptionalLong.of(25_276_502_016L), stats.memoryLimit());
    assertEquals(0.00790793, stats.memoryPercent().orElseThrow(), EXACT);
    assertEquals(816, stats.networkReceived());
    assertEquals(146, stats.networkSent());
    assertEquals(4196, stats.blockRead());
    assertEquals(512, stats.blockWritten());
    assertEquals(1, stats.pids());
  }

  /** The same of Docker 20.10.24, which names the CPUs one by one. */
  @Test
  void cpusAreCountedWhereTheirNumberIsNotTold() {
    Stats stats = stats(
        """
            {'read':'2026-11-21T23:12:49.095984859Z',
            'cpu_stats':{'cpu_usage':{'total_usage':2076571240,'percpu_usage':[1581239140,495332100]},
              'system_cpu_usage':25061530000000},
            'precpu_stats':{'cpu_usage':{'total_usage':1348773116},'system_cpu_usage':25059520000000}}
            """);
    assertEquals(72.4177237, stats.cpuPercent().orElseThrow(), EXACT);
  }

  /** Fields as cgroup v2 has them: other names, small letters, null lists. */
  @Test
  void aContainerWithCgroup2() {
    Stats stats = stats(
        """
            {'read':'2026-01-02T03:04:06Z','preread':'2026-01-02T03:04:05Z','pids_stats':{'current':7,'limit':18446744073709551615},
            'blkio_stats':{'io_service_bytes_recursive':[{'major':254,'minor':0,'op':'read','value':12288},
              {'major':254,'minor':0,'op':'write','value':8192}],'io_serviced_recursive':null},
            'cpu_stats':{'cpu_usage':{'total_usage':3000000000,'percpu_usage':null},'system_cpu_usage':90000000000,'online_cpus':4},
            'precpu_stats':{'cpu_usage':{'total_usage':2500000000},'system_cpu_usage':86000000000,'online_cpus':4},
            'memory_stats':{'usage':104857600,'stats':{'anon':50000000,'file':54857600,'inactive_file':4857600},'limit':1000000000},
            'networks':null}
            """);
    // 0.5 s of 4 s over 4 CPUs.
    assertEquals(50.0, stats.cpuPercent().orElseThrow(), EXACT);
    assertEquals(100_000_000, stats.memoryUsage());
    assertEquals(10.0, stats.memoryPercent().orElseThrow(), EXACT);
    assertEquals(12_288, stats.blockRead());
    assertEquals(8192, stats.blockWritten());
    assertEquals(7, stats.pids());
    assertEquals(0, stats.networkReceived());
  }

  @Test
  void moreCacheThanMemoryIsNotTakenOff() {
    assertEquals(10, stats("{'memory_stats':{'usage':10,'stats':{'inactive_file':10}}}").memoryUsage());
    assertEquals(10, stats("{'memory_stats':{'usage':10,'stats':null}}").memoryUsage());
    // As docker stats goes on to the other name.
    assertEquals(7,
        stats("{'memory_stats':{'usage':10,'stats':{'total_inactive_file':11,'inactive_file':3}}}").memoryUsage());
  }

  @Test
  void aContainerThatDoesNotRunHasNothing() {
    // The first reading after its end still has one before.
    Stats stats = stats(
        """
            {'read':'0001-01-01T00:00:00Z','preread':'2026-11-21T22:54:51.636137036Z','pids_stats':{},
            'blkio_stats':{'io_service_bytes_recursive':null},
            'cpu_stats':{'cpu_usage':{'total_usage':0}},
            'precpu_stats':{'cpu_usage':{'total_usage':508993110},'system_cpu_usage':22927040000000},'memory_stats':{}}
            """);
    assertEquals(Optional.empty(), stats.time());
    assertEquals(OptionalDouble.empty(), stats.cpuPercent());
    assertEquals(OptionalLong.empty(), stats.memoryLimit());
    assertEquals(OptionalDouble.empty(), stats.memoryPercent());
    assertEquals(0,
        stats.memoryUsage() + stats.pids() + stats.blockRead() + stats.blockWritten() + stats.networkSent());
  }

  @Test
  void theFirstReadingHasNoPercentageOfTheCpu() {
    Stats stats = stats(
        """
            {'read':'2026-11-21T22:54:48Z','preread':'0001-01-01T00:00:00Z',
            'cpu_stats':{'cpu_usage':{'total_usage':5},'system_cpu_usage':100,'online_cpus':2},
            'precpu_stats':{'cpu_usage':{'total_usage':0}}}
            """);
    assertEquals(OptionalDouble.empty(), stats.cpuPercent());
  }

  @Test
  void countersThatGoBackAreNoLoad() {
    Stats stats = stats(
        """
            {'read':'2026-11-21T22:54:48Z',
            'cpu_stats':{'cpu_usage':{'total_usage':5},'system_cpu_usage':200,'online_cpus':2},
            'precpu_stats':{'cpu_usage':{'total_usage':9},'system_cpu_usage':100}}
            """);
    assertEquals(OptionalDouble.of(0), stats.cpuPercent());
  }

  @Test
  void windowsCountsOtherwise() {
    Stats stats = stats(
        """
            {'read':'2026-01-02T03:04:06Z','preread':'2026-01-02T03:04:05Z','num_procs':4,
            'cpu_stats':{'cpu_usage':{'total_usage':30000000}},'precpu_stats':{'cpu_usage':{'total_usage':20000000}},
            'memory_stats':{'commitbytes':9,'privateworkingset':4096},
            'storage_stats':{'read_size_bytes':12,'write_size_bytes':13}}
            """);
    // 1 s of CPU time in 1 s on 4 processors, which Windows counts as one whole.
    assertEquals(25.0, stats.cpuPercent().orElseThrow(), EXACT);
    assertEquals(4096, stats.memoryUsage());
    assertTrue(stats.memoryPercent().isEmpty());
    assertEquals(12, stats.blockRead());
    assertEquals(13, stats.blockWritten());
  }
}
