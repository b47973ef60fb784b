package io.longshore.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One {@link ImageWorker} for each peer, and what each took for each thing. */
final class ImageWorkers implements AutoCloseable {

  private static final List<String> PEERS = List.of("zerodep", "httpclient5", "longshore");

  /** What one thing took, in seconds. */
  private record Taken(double wall, double cpu) {}

  /** By what was asked for, and by peer: one for each round. */
  private final Map<String, Map<String, List<Taken>>> taken = new LinkedHashMap<>();
  private final Map<String, Double> peaks = new LinkedHashMap<>();
  private final Map<String, Child> workers = new LinkedHashMap<>();

  ImageWorkers(URI engine, List<String> jvm) {
    for (String peer : PEERS) {
      workers.put(peer, Child.start(jvm, ImageWorker.class, peer, engine.toString()));
    }
  }

  /** The peers in the order of a round: each is the first one in turn. */
  List<String> inTurn(int round) {
    List<String> order = new ArrayList<>(PEERS);
    Collections.rotate(order, round);
    return order;
  }

  /** Rounds before the first one are for the JIT and for what the engine reads from its disk. */
  void ask(int round, String peer, String what, String with) {
    String[] answer = workers.get(peer).ask(what + " " + with).split(" ");
    peaks.put(peer, Long.parseLong(answer[2]) / 1024.0);
    if (round >= 0) {
      taken.computeIfAbsent(what, w -> new LinkedHashMap<>()).computeIfAbsent(peer, p -> new ArrayList<>())
          .add(new Taken(Long.parseLong(answer[0]) / 1e9, Long.parseLong(answer[1]) / 1e9));
    }
  }

  void write(Report report) {
    Table table = report.table("", "zerodep", "httpclient5", "longshore", "to the better docker-java [10–90 %]",
        "wanted", "reached");
    taken.forEach((what, of) -> {
      String best = wall(of, "zerodep") < wall(of, "httpclient5") ? "zerodep" : "httpclient5";
      Ratio ratio = Ratio.of(of.get("longshore"), of.get(best), Taken::wall);
      table.row(what + ", s", Table.number(wall(of, "zerodep")), Table.number(wall(of, "httpclient5")),
          Table.number(wall(of, "longshore")), ratio.text(), "≤ 1.00", Table.reached(ratio.median() <= 1));
      table.row(what + ", the client's CPU time, s", cpu(of, "zerodep"), cpu(of, "httpclient5"), cpu(of, "longshore"),
          Ratio.of(of.get("longshore"), of.get(best), Taken::cpu).text(), "", "");
    });
    table.row("peak memory of the process, MiB", Table.number(peaks.get("zerodep")),
        Table.number(peaks.get("httpclient5")), Table.number(peaks.get("longshore")), "", "", "");
  }

  private static double wall(Map<String, List<Taken>> of, String peer) {
    return Ratio.median(of.get(peer), Taken::wall);
  }

  private static String cpu(Map<String, List<Taken>> of, String peer) {
    return Table.number(Ratio.median(of.get(peer), Taken::cpu));
  }

  @Override
  public void close() {
    workers.values().forEach(Child::close);
  }
}
