package io.longshore.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Longshore, docker-java and a raw socket in one run: the one command. */
public final class Compare {

  private static final List<String> PARTS = List.of("IMAGES", "BUILDS", "MEMORY", "COLD", "FOOTPRINT", "FOLLOWED", "MICRO");

  private final Options options;
  private final Report report;
  private final ClassPaths paths = ClassPaths.ofThisProcess();
  private final Results results;
  private final Plot plot = new Plot();

  private Compare(Options options, Report report) {
    this.options = options;
    this.report = report;
    this.results = new Results(report);
  }

  /** All arguments together are the options. */
  public static void main(String[] args) throws IOException {
    String command = String.join(" ", args).strip();
    Options options;
    try {
      options = Options.parse(command);
      if (names().noneMatch(options::wants)) {
        throw new IllegalArgumentException("--only takes none of " + names().toList());
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(2);
      return;
    }
    Files.createDirectories(options.out());
    Path dir = Files.createTempDirectory("longshore-benchmark");
    // Also when this is interrupted: nothing of it stays.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(dir)));
    // Maven, when it is killed, leaves what it has started alone.
    ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
    try (Report report = new Report(options.out().resolve("performance.md"))) {
      new Compare(options, report).run(dir.resolve("engine.sock"), command);
      // Whatever threads JMH may have left.
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static Stream<String> names() {
    return Stream.concat(Arrays.stream(Workload.values()).map(Enum::name), PARTS.stream());
  }

  private static void clean(Path dir) {
    Child.endAll();
    try {
      Folders.delete(dir);
    } catch (IOException e) {
      System.err.println("left behind: " + e.getMessage());
    }
  }

  private void run(Path socket, String command) throws Exception {
    report.line("# Longshore beside docker-java");
    report.line("");
    Machine.report(report, paths, command);
    if (options.quick()) {
      report.line("");
      report.line("**Quick: this shows that everything runs. Nothing is warm, and the figures mean nothing.**");
    }
    URI host = URI.create("unix://" + socket);
    try (Child server = Child.start(List.of("-Xmx2g"), CannedServer.class, socket.toString())) {
      server.line();
      workloads(host);
      if (options.wants("MEMORY")) {
        Memory.report(report, options, host);
      }
      if (options.wants("COLD")) {
        cold(host);
      }
      if (options.wants("FOLLOWED")) {
        FollowedStreams.report(report, options, host);
      }
    }
    if (options.engine() != null && options.wants("IMAGES")) {
      ImageTransfers.report(report, options);
    }
    if (options.engine() != null && options.wants("BUILDS")) {
      SmallFileBuilds.report(report, options);
    }
    if (options.wants("FOOTPRINT")) {
      footprint();
    }
    if (options.wants("MICRO")) {
      Micro.report(report, options);
    }
    if (!plot.isEmpty()) {
      Files.writeString(options.out().resolve("performance.svg"), plot.svg());
    }
  }

  private void workloads(URI host) {
    List<Workload> wanted = Arrays.stream(Workload.values()).filter(w -> !w.onRealEngine() && options.wants(w))
        .toList();
    if (!wanted.isEmpty()) {
      try (Rounds rounds = new Rounds(options, host)) {
        wanted.forEach(workload -> results.add(rounds.measure(workload, "web")));
      }
    }
    if (options.engine() != null) {
      RealEngine.measure(options, results);
    }
    results.finish();
    for (Measured measured : results.all()) {
      Workload workload = measured.workload();
      if (workload.unit.isRate()) {
        plot.rate(workload.title, measured.toBest(), workload.wanted);
      } else {
        plot.cost(workload.title, measured.toBest(), workload.wanted);
      }
    }
  }

  private void cold(URI host) {
    ColdStart cold = ColdStart.measure(options, host, paths);
    cold.report(report);
    plot.cost("cold start, wall, beside zerodep", cold.wall(), ColdStart.WALL);
    plot.cost("cold start, peak memory, beside zerodep", cold.peak(), ColdStart.PEAK);
  }

  private void footprint() {
    Footprint.report(report, paths);
    double ratio = Footprint.ratio(paths);
    plot.cost("size of all jars, beside zerodep", new Ratio(ratio, ratio, ratio), Footprint.WANTED);
  }
}
