package io.longshore.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Whole processes, from start to exit, taking turns. */
final class ColdStart {

  static final int CONTAINERS = 20;
  static final double WALL = 0.4;
  static final double PEAK = 0.6;

  /** What one process took; its CPU time is what the kernel counted once it had ended. */
  record Run(double seconds, double cpuSeconds, double peakMiB) {}

  private enum Program {
    NOTHING(ColdNothing.class, 0),
    OKHTTP(ColdOkHttp.class, CONTAINERS),
    DOCKER_JAVA(ColdDockerJava.class, CONTAINERS),
    LONGSHORE(ColdLongshore.class, CONTAINERS);

    private final Class<?> main;
    private final int containers;

    Program(Class<?> main, int containers) {
      this.main = main;
      this.containers = containers;
    }

    String classPath(ClassPaths paths) {
      return paths.toRun(
          switch (this) {
            case NOTHING -> List.of();
            case DOCKER_JAVA -> paths.dockerJava();
            case OKHTTP, LONGSHORE -> paths.longshore();
          });
    }
  }

  private final Map<Program, List<Run>> runs = new LinkedHashMap<>();

  private ColdStart() {}

  static ColdStart measure(Options options, URI host, ClassPaths paths) {
    ColdStart cold = new ColdStart();
    // The first ones read the jars from the disk, which is not what is measured.
    for (int round = options.quick() ? 0 : -2; round < options.rounds(); round++) {
      for (Program program : Program.values()) {
        Run run = run(program, host, paths);
        if (round >= 0) {
          cold.runs.computeIfAbsent(program, p -> new ArrayList<>()).add(run);
        }
      }
    }
    return cold;
  }

  private static Run run(Program program, URI host, ClassPaths paths) {
    double cpu = Proc.childrenSeconds();
    long start = System.nanoTime();
    String[] words;
    try (Child child = Child.start(List.of(), program.classPath(paths), program.main, host.toString())) {
      words = child.line().split(" ");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (Integer.parseInt(words[0]) != program.containers) {
      throw new IllegalStateException(program + " listed " + words[0] + " containers");
    }
    return new Run(seconds, Proc.childrenSeconds() - cpu, Long.parseLong(words[1]) / 1024.0);
  }

  Ratio wall() {
    return Ratio.of(runs.get(Program.LONGSHORE), runs.get(Program.DOCKER_JAVA), Run::seconds);
  }

  Ratio peak() {
    return Ratio.of(runs.get(Program.LONGSHORE), runs.get(Program.DOCKER_JAVA), Run::peakMiB);
  }

  void report(Report report) {
    report.heading("Cold start: a new JVM lists " + CONTAINERS + " containers and ends");
    Table table = report.table("", "docker-java, zerodep", "longshore", "ratio [10–90 %]", "wanted", "reached",
        "OkHttp alone", "JVM alone");
    row(table, "wall, s", Run::seconds, WALL);
    row(table, "CPU, s", Run::cpuSeconds, null);
    row(table, "peak memory, MiB", Run::peakMiB, PEAK);
  }

  private void row(Table table, String title, ToDoubleFunction<Run> figure, Double wanted) {
    Ratio ratio = Ratio.of(runs.get(Program.LONGSHORE), runs.get(Program.DOCKER_JAVA), figure);
    table.row(
        title,
        Table.number(Ratio.median(runs.get(Program.DOCKER_JAVA), figure)),
        Table.number(Ratio.median(runs.get(Program.LONGSHORE), figure)),
        ratio.text(),
        wanted == null ? "" : "≤ " + Table.number(wanted),
        Table.reached(wanted == null ? null : ratio.median() <= wanted),
        Table.number(Ratio.median(runs.get(Program.OKHTTP), figure)),
        Table.number(Ratio.median(runs.get(Program.NOTHING), figure)));
  }
}
