package io.longshore.benchmarks;

import java.net.URI;
import java.util.List;

/** Archives of 1 GiB through a small heap: whoever holds one in memory fails. */
final class Memory {

  private static final String HEAP = "-Xmx64m";

  private Memory() {}

  static void report(Report report, Options options, URI host) {
    report.heading("Constant memory: 1 GiB each way with " + HEAP);
    Table table = report.table("", "down, MB/s", "up, MB/s", "peak memory of the process, MiB");
    for (String peer : List.of("zerodep", "longshore")) {
      try (Child worker = Child.start(List.of(HEAP), Worker.class, peer, host.toString())) {
        table.row(
            peer + ": passed",
            rate(worker, Workload.DOWNLOAD, options),
            rate(worker, Workload.UPLOAD, options),
            Table.number(Long.parseLong(worker.ask(Worker.PEAK)) / 1024.0));
      }
    }
  }

  private static String rate(Child worker, Workload workload, Options options) {
    long millis = options.quick() ? 1 : 2000;
    String question = workload + " " + millis + " web";
    if (!options.quick()) {
      worker.ask(question); // For the JIT.
    }
    return Table.number(Worker.Slice.parse(worker.ask(question)).in(workload.unit));
  }
}
