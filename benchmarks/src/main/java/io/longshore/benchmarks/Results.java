package io.longshore.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What came of the workloads, and its tables. */
final class Results {

  private static final double WANTED_ALLOCATION = 0.5;

  private final Report report;
  private final List<Measured> all = new ArrayList<>();
  private Table lines;

  Results(Report report) {
    this.report = report;
  }

  List<Measured> all() {
    return all;
  }

  void add(Measured measured) {
    if (lines == null) {
      report.heading("Calls and streams");
      lines = report.table("", "unit", "zerodep", "httpclient5", "raw", "longshore",
          "to the better docker-java [10–90 %]", "wanted", "reached", "to raw");
    }
    all.add(measured);
    Workload workload = measured.workload();
    lines.row(
        workload.title,
        workload.unit.text,
        Table.number(measured.median("zerodep")),
        Table.number(measured.median("httpclient5")),
        Table.number(measured.median("raw")),
        Table.number(measured.median("longshore")),
        measured.toBest().text(),
        wanted(workload),
        reached(workload, measured.toBest().median()),
        Table.number(measured.toRaw().median()));
  }

  private static String wanted(Workload workload) {
    return workload.wanted == null ? "" : (workload.unit.isRate() ? "≥ " : "≤ ") + Table.number(workload.wanted);
  }

  private static String reached(Workload workload, double ratio) {
    if (workload.wanted == null) {
      return "";
    }
    return Table.reached(workload.unit.isRate() ? ratio >= workload.wanted : ratio <= workload.wanted);
  }

  void finish() {
    if (!all.isEmpty()) {
      cpu();
    }
    List<Measured> lists = all.stream().filter(m -> m.workload().name().startsWith("LIST_")).toList();
    if (!lists.isEmpty()) {
      allocation(lists);
      growth(lists);
    }
  }

  private void cpu() {
    report.heading("CPU time of the client's process for each of these, µs");
    Table table = report.table("", "zerodep", "httpclient5", "raw", "longshore");
    for (Measured measured : all) {
      table.row(
          measured.workload().title,
          cpu(measured, "zerodep"),
          cpu(measured, "httpclient5"),
          cpu(measured, "raw"),
          cpu(measured, "longshore"));
    }
  }

  private static String cpu(Measured measured, String peer) {
    return Table.number(measured.median(peer, Worker.Slice::cpuMicrosPerCall));
  }

  private void allocation(List<Measured> lists) {
    report.heading("Allocation of a list, KiB");
    Table table = report.table("", "zerodep", "httpclient5", "longshore", "to the better docker-java", "wanted",
        "reached");
    for (Measured measured : lists) {
      double ratio = measured.allocationToBest().median();
      boolean judged = measured.workload() == Workload.LIST_10000;
      table.row(
          measured.workload().title,
          allocated(measured, "zerodep"),
          allocated(measured, "httpclient5"),
          allocated(measured, "longshore"),
          Table.number(ratio),
          judged ? "≤ " + Table.number(WANTED_ALLOCATION) : "",
          Table.reached(judged ? ratio <= WANTED_ALLOCATION : null));
    }
  }

  private static String allocated(Measured measured, String peer) {
    return Table.number(measured.median(peer, Worker.Slice::allocatedPerCall) / 1024);
  }

  private void growth(List<Measured> lists) {
    report.heading("Growth of a list: ms for each 1,000 containers");
    Table table = report.table("", "zerodep", "longshore");
    for (Measured measured : lists) {
      table.row(measured.workload().title, perThousand(measured, "zerodep"), perThousand(measured, "longshore"));
    }
  }

  private static String perThousand(Measured measured, String peer) {
    return Table.number(measured.median(peer) * 1000 / measured.workload().containers());
  }
}
