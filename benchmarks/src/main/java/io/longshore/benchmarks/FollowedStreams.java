package io.longshore.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Many followed logs on one client: what each of them takes. */
final class FollowedStreams {

  private static final int VIRTUAL_THREADS = 21;

  private FollowedStreams() {}

  static void report(Report report, Options options, URI host) {
    int streams = options.quick() ? 50 : 1000;
    report.heading(Table.count(streams) + " followed logs on one client; memory in KiB for each");
    Table table = report.table("", "more threads", "heap", "direct", "heap + direct", "resident",
        "more threads once closed");
    List<String> kinds = new ArrayList<>(List.of("zerodep own", "httpclient5 own", "longshore platform"));
    if (Runtime.version().feature() >= VIRTUAL_THREADS) {
      kinds.add("longshore virtual");
    }
    for (String kind : kinds) {
      String[] words = kind.split(" ");
      try (Child child = Child.start(List.of(), Followed.class, words[0], words[1], host.toString(),
          String.valueOf(streams))) {
        Followed.State before = Followed.State.parse(child.line());
        Followed.State with = Followed.State.parse(child.line());
        Followed.State after = Followed.State.parse(child.line());
        double heap = (double) (with.heap() - before.heap()) / streams;
        double direct = (double) (with.direct() - before.direct()) / streams;
        table.row(
            words[0] + ", " + words[1] + " threads",
            Table.count(with.threads() - before.threads()),
            Table.number(heap),
            Table.number(direct),
            Table.number(heap + direct),
            Table.number((double) (with.resident() - before.resident()) / streams),
            Table.count(after.threads() - before.threads()));
      }
    }
  }
}
