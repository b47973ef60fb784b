package io.longshore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What the figures were taken on, and with. */
final class Machine {

  private Machine() {}

  static void report(Report report, ClassPaths paths, String command) throws IOException {
    report.line("- machine: %s, %d cores, %s GiB, Linux %s".formatted(
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Table.number(Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024.0 / 1024.0),
        System.getProperty("os.version")));
    report.line("- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    report.line("- libraries: " + String.join(", ", versions(paths)));
    report.line("- date: " + LocalDate.now(ZoneOffset.UTC));
    report.line("- command: `mvn -ntp -DskipTests -Pbenchmarks verify -Dbench.args=\"" + command + "\"`");
  }

  private static List<String> versions(ClassPaths paths) {
    List<String> names = List.of("longshore-0", "okhttp", "gson", "docker-java-core", "docker-java-transport-zerodep");
    return paths.all().stream()
        .map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", ""))
        .filter(jar -> names.stream().anyMatch(jar::startsWith))
        .toList();
  }

  private static String value(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }
}
