package io.longshore.benchmarks;

import io.longshore.benchmarks.Worker.Slice;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A process for each peer, and the rounds in which they take turns: what disturbs one disturbs the others as much. */
final class Rounds implements AutoCloseable {

  static final List<String> PEERS = List.of("zerodep", "httpclient5", "raw", "longshore");

  private static final List<String> JVM = List.of("-Xmx4g");
  private static final long MILLIS = 500;
  private static final long QUICK_MILLIS = 50;
  private static final int WARM_UPS = 6;
  private static final int QUICK_WARM_UPS = 1;
  // One quiet round may be chance: a long compilation counts when it ends.
  private static final int WARM_ROUNDS = 3;
  // Two minutes; a slow machine takes about one until every peer is compiled.
  private static final int MOST_WARM_UPS = 60;
  // One call takes a second or more, and the JIT knows it from the shorter lists before it.
  private static final int HEAVIEST_WARM_UPS = 2;
  private static final int HEAVIEST_ROUNDS = 5;

  private final Options options;
  private final Map<String, Child> workers = new LinkedHashMap<>();

  Rounds(Options options, URI host) {
    this.options = options;
    for (String peer : PEERS) {
      workers.put(peer, Child.start(JVM, Worker.class, peer, host.toString()));
    }
  }

  Measured measure(Workload workload, String container) {
    List<String> order = new ArrayList<>(PEERS);
    warmUp(workload, container, order);
    Map<String, List<Slice>> slices = new LinkedHashMap<>();
    PEERS.forEach(peer -> slices.put(peer, new ArrayList<>()));
    int rounds = workload.isHeaviest() ? Math.min(options.rounds(), HEAVIEST_ROUNDS) : options.rounds();
    for (int round = 0; round < rounds; round++) {
      round(workload, container, order).forEach((peer, slice) -> slices.get(peer).add(slice));
    }
    return new Measured(workload, slices);
  }

  /** At least some rounds, and unless this is quick, until the JIT has let go of every peer. */
  private void warmUp(Workload workload, String container, List<String> order) {
    int least = warmUps(workload);
    boolean untilWarm = !options.quick() && !workload.isHeaviest();
    int warm = 0;
    int round = 0;
    while (round < least || untilWarm && warm < WARM_ROUNDS && round < MOST_WARM_UPS) {
      warm = round(workload, container, order).values().stream().allMatch(Slice::isWarm) ? warm + 1 : 0;
      round++;
    }
    if (untilWarm && warm < WARM_ROUNDS) {
      System.err.println(workload + " is measured before every peer is compiled");
    }
  }

  private Map<String, Slice> round(Workload workload, String container, List<String> order) {
    long millis = options.quick() ? QUICK_MILLIS : MILLIS;
    Map<String, Slice> slices = new LinkedHashMap<>();
    for (String peer : order) {
      slices.put(peer, Slice.parse(workers.get(peer).ask(workload + " " + millis + " " + container)));
    }
    Collections.rotate(order, 1);
    return slices;
  }

  private int warmUps(Workload workload) {
    if (options.quick()) {
      return workload.isHeaviest() ? 0 : QUICK_WARM_UPS;
    }
    return workload.isHeaviest() ? HEAVIEST_WARM_UPS : WARM_UPS;
  }

  @Override
  public void close() {
    workers.values().forEach(Child::close);
  }
}
