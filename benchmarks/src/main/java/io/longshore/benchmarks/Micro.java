package io.longshore.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What needs no engine: both libraries' parsing, frames and archives, by JMH. */
final class Micro {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Micro() {}

  static void report(Report report, Options options) throws RunnerException {
    Map<String, RunResult> ours = new TreeMap<>();
    Map<String, RunResult> theirs = new TreeMap<>();
    for (RunResult result : run(options.quick())) {
      String method = result.getPrimaryResult().getLabel().toLowerCase(Locale.ROOT);
      String name = name(result);
      (method.endsWith("longshore") ? ours : theirs).put(name, result);
    }
    report.heading("In the process: JMH, µs and KiB for each operation");
    Table table = report.table("", "docker-java", "longshore", "ratio", "docker-java, KiB", "longshore, KiB",
        "ratio, KiB");
    ours.forEach((name, our) -> table.row(row(name, our, theirs.get(name))));
    report.line("");
    report.line("Of a frame longer than 1 KiB docker-java gives parts, all in one array that each overwrites; "
        + "Longshore's payloads are the caller's own.");
  }

  private static String[] row(String name, RunResult our, RunResult their) {
    if (their == null) {
      return new String[] {name, "", score(our), "", "", Table.number(allocated(our)), ""};
    }
    return new String[] {
        name,
        score(their),
        score(our),
        Table.number(our.getPrimaryResult().getScore() / their.getPrimaryResult().getScore()),
        Table.number(allocated(their)),
        Table.number(allocated(our)),
        Table.number(allocated(our) / allocated(their))
    };
  }

  private static Collection<RunResult> run(boolean quick) throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include(ParseBenchmark.class.getName())
        .include(FramesBenchmark.class.getName())
        .include(TarBenchmark.class.getName())
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .forks(quick ? 0 : 2)
        .warmupIterations(quick ? 0 : 3)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(quick ? 1 : 4)
        .measurementTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1));
    return new Runner(options.build()).run();
  }

  private static String name(RunResult result) {
    String[] words = result.getParams().getBenchmark().split("\\.");
    String type = words[words.length - 2].replace("Benchmark", "").toLowerCase(Locale.ROOT);
    String method = words[words.length - 1].replaceAll("(?i)longshore|dockerJava", "");
    String size = result.getParams().getParam("size");
    return String.join(" ", type, method, size == null ? "" : size + " bytes").strip().replace("  ", " ");
  }

  private static String score(RunResult result) {
    double error = result.getPrimaryResult().getScoreError();
    String score = Table.number(result.getPrimaryResult().getScore());
    return Double.isNaN(error) ? score : score + " ± " + Table.number(error);
  }

  private static double allocated(RunResult result) {
    return result.getSecondaryResults().get(ALLOCATED).getScore() / 1024;
  }
}
