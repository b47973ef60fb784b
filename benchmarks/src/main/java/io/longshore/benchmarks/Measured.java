package io.longshore.benchmarks;

import io.longshore.benchmarks.Worker.Slice;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What came of one workload: for each peer a slice of every round. */
record Measured(Workload workload, Map<String, List<Slice>> slices) {

  double median(String peer) {
    return Ratio.median(slices.get(peer), this::figure);
  }

  double median(String peer, ToDoubleFunction<Slice> figure) {
    return Ratio.median(slices.get(peer), figure);
  }

  private double figure(Slice slice) {
    return slice.in(workload.unit);
  }

  /** The transport of docker-java that does better here. */
  String best() {
    boolean zerodep = median("zerodep") > median("httpclient5") == workload.unit.isRate();
    return zerodep ? "zerodep" : "httpclient5";
  }

  Ratio toBest() {
    return to(best(), this::figure);
  }

  Ratio toRaw() {
    return to("raw", this::figure);
  }

  Ratio allocationToBest() {
    return to(best(), Slice::allocatedPerCall);
  }

  private Ratio to(String peer, ToDoubleFunction<Slice> figure) {
    return Ratio.of(slices.get("longshore"), slices.get(peer), figure);
  }
}
