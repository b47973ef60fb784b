package io.longshore.benchmarks;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What a program has to carry with it. */
final class Footprint {

  static final double WANTED = 0.5;

  private Footprint() {}

  static double ratio(ClassPaths paths) {
    return (double) ClassPaths.total(paths.longshore()) / ClassPaths.total(paths.dockerJava());
  }

  static void report(Report report, ClassPaths paths) {
    report.heading("Size: each library with all that it needs at run time, KiB");
    Table table = report.table("", "docker-java, zerodep", "longshore", "ratio", "wanted", "reached");
    table.row(
        "all jars",
        kib(ClassPaths.total(paths.dockerJava())),
        kib(ClassPaths.total(paths.longshore())),
        Table.number(ratio(paths)),
        "≤ " + Table.number(WANTED),
        Table.reached(ratio(paths) <= WANTED));
    report.line("");
    report.line("What both need is the same jar here, and counted for both.");
    report.line("");
    jars(report, "docker-java, zerodep", paths.dockerJava());
    jars(report, "longshore", paths.longshore());
  }

  private static void jars(Report report, String title, List<Path> library) {
    report.line("- " + title + ": " + String.join(", ", library.stream()
        .sorted(Comparator.comparing(ClassPaths::size).reversed())
        .map(jar -> jar.getFileName() + " " + kib(ClassPaths.size(jar)))
        .toList()));
  }

  private static String kib(long bytes) {
    return Table.count(Math.round(bytes / 1024.0));
  }
}
