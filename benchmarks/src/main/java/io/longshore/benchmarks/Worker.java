package io.longshore.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One peer in a process of its own, which does what it is told, line by line: a workload, the milliseconds to go on,
 * and the container. It answers with a {@link Slice}; asked for its {@link #PEAK}, it tells the most memory that it
 * ever had, in KiB.
 */
public final class Worker {

  /**
   * What one worker did in one slice.
   *
   * @param allocated by the calling thread, for workloads of one thread
   * @param compiledMillis how long the JIT worked meanwhile
   */
  record Slice(long calls, long bytes, long nanos, long allocated, long cpuNanos, long compiledMillis) {

    static Slice parse(String line) {
      String[] words = line.split(" ");
      return new Slice(
          Long.parseLong(words[0]),
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]),
          Long.parseLong(words[5]));
    }

    String text() {
      return calls + " " + bytes + " " + nanos + " " + allocated + " " + cpuNanos + " " + compiledMillis;
    }

    double in(Workload.Unit unit) {
      double seconds = nanos / 1e9;
      return switch (unit) {
        case CALLS -> calls / seconds;
        case MILLIS -> seconds * 1e3 / calls;
        case BYTES -> bytes / 1e6 / seconds;
      };
    }

    double allocatedPerCall() {
      return (double) allocated / calls;
    }

    /** Whether the JIT had next to nothing to do. */
    boolean isWarm() {
      return compiledMillis * 1e6 < nanos * JIT_WHEN_WARM;
    }

    double cpuMicrosPerCall() {
      return cpuNanos / 1e3 / calls;
    }
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final com.sun.management.OperatingSystemMXBean SYSTEM = (com.sun.management.OperatingSystemMXBean) ManagementFactory
      .getOperatingSystemMXBean();

  private static final CompilationMXBean JIT = ManagementFactory.getCompilationMXBean();
  private static final double JIT_WHEN_WARM = 0.03;

  static final String PEAK = "peak";

  private final Peer peer;
  // Kept, because so are the connections of a thread.
  private final ExecutorService threads;

  private Worker(Peer peer, ExecutorService threads) {
    this.peer = peer;
    this.threads = threads;
  }

  /** Arguments: the peer and the engine's address. */
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Peer peer = Peer.open(args[0], URI.create(args[1]))) {
      Worker worker = new Worker(peer, threads);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(line.equals(PEAK) ? Proc.kib("VmHWM") : worker.slice(line.split(" ")).text());
      }
    } finally {
      threads.shutdown();
    }
  }

  private Slice slice(String[] words) throws Exception {
    Workload workload = Workload.valueOf(words[0]);
    long millis = Long.parseLong(words[1]);
    long cpu = SYSTEM.getProcessCpuTime();
    long compiled = JIT.getTotalCompilationTime();
    Slice slice = workload.threads == 1 ? loop(workload, millis, words[2]) : together(workload, millis, words[2]);
    return new Slice(slice.calls, slice.bytes, slice.nanos, slice.allocated, SYSTEM.getProcessCpuTime() - cpu,
        JIT.getTotalCompilationTime() - compiled);
  }

  private Slice together(Workload workload, long millis, String container) throws Exception {
    List<Callable<Slice>> loops = Collections.nCopies(workload.threads, () -> loop(workload, millis, container));
    long start = System.nanoTime();
    long calls = 0;
    for (Future<Slice> done : threads.invokeAll(loops)) {
      calls += done.get().calls;
    }
    return new Slice(calls, 0, System.nanoTime() - start, 0, 0, 0);
  }

  private Slice loop(Workload workload, long millis, String container) throws IOException {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    long calls = 0;
    long bytes = 0;
    do {
      bytes += workload.run(peer, container);
      calls++;
    } while (System.nanoTime() - end < 0);
    return new Slice(
        calls, bytes, System.nanoTime() - start, THREADS.getCurrentThreadAllocatedBytes() - allocated, 0,
        0);
  }
}
