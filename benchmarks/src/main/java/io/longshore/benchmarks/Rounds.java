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
  // A slice does its work once at least; these are enough for the JIT, also where a slice is one long call.
  private static final int WARM_UPS = 6;
  private static final int QUICK_WARM_UPS = 1;
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
    Map<String, List<Slice>> slices = new LinkedHashMap<>();
    PEERS.forEach(peer -> slices.put(peer, new ArrayList<>()));
    int rounds = workload.isHeaviest() ? Math.min(options.rounds(), HEAVIEST_ROUNDS) : options.rounds();
    int warmUps = warmUps(workload);
    long millis = options.quick() ? QUICK_MILLIS : MILLIS;
    List<String> order = new ArrayList<>(PEERS);
    for (int round = -warmUps; round < rounds; round++) {
      for (String peer : order) {
        Slice slice = Slice.parse(workers.get(peer).ask(workload + " " + millis + " " + container));
        if (round >= 0) {
          slices.get(peer).add(slice);
        }
      }
      Collections.rotate(order, 1);
    }
    return new Measured(workload, slices);
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
