package io.longshore.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each library needs at run time, as Maven resolves it when a project depends on that library alone. Told by name,
 * and checked: a jar that nobody knows, or one that is not there any more, is a failure.
 */
final class ClassPaths {

  private static final Set<String> BOTH = Set.of("commons-codec", "commons-compress", "commons-io", "commons-lang3",
      "error_prone_annotations", "jspecify");
  private static final Set<String> LONGSHORE = Set.of("longshore", "longshore-generated", "okhttp-jvm", "okhttp",
      "okio-jvm", "kotlin-stdlib", "annotations", "gson",
      "swagger-annotations");
  private static final Set<String> DOCKER_JAVA = Set.of("docker-java-core", "docker-java-api", "docker-java-transport",
      "docker-java-transport-zerodep", "jna",
      "jackson-annotations", "jackson-core", "jackson-databind", "slf4j-api", "guava", "failureaccess",
      "listenablefuture", "j2objc-annotations", "bcpkix-jdk18on", "bcutil-jdk18on", "bcprov-jdk18on");
  private static final Set<String> NEITHER = Set.of("docker-java-transport-httpclient5", "httpclient5", "httpcore5",
      "httpcore5-h2", "slf4j-nop", "jmh-core",
      "jopt-simple", "commons-math3");
  // Without it docker-java's logging complains on every start. It belongs to the program that uses the library.
  private static final String NO_LOGGING = "slf4j-nop";

  private final List<Path> jars = new ArrayList<>();
  private final List<Path> own = new ArrayList<>();

  private ClassPaths() {}

  static ClassPaths ofThisProcess() {
    ClassPaths paths = new ClassPaths();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      (Files.isDirectory(path) ? paths.own : paths.jars).add(path);
    }
    Set<String> missing = new HashSet<>(BOTH);
    List.of(LONGSHORE, DOCKER_JAVA, NEITHER).forEach(missing::addAll);
    for (Path jar : paths.jars) {
      if (!missing.remove(name(jar))) {
        throw new IllegalStateException("nobody knows which library needs " + jar.getFileName());
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no library needs these any more: " + missing);
    }
    return paths;
  }

  private static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("-\\d.*", "");
  }

  List<Path> all() {
    return jars;
  }

  List<Path> longshore() {
    return jars.stream().filter(jar -> BOTH.contains(name(jar)) || LONGSHORE.contains(name(jar))).toList();
  }

  /** With the zerodep transport. */
  List<Path> dockerJava() {
    return jars.stream().filter(jar -> BOTH.contains(name(jar)) || DOCKER_JAVA.contains(name(jar))).toList();
  }

  /** To run a program of this module with nothing but these. */
  String toRun(List<Path> library) {
    List<Path> all = new ArrayList<>(own);
    all.addAll(library);
    if (library.stream().anyMatch(jar -> name(jar).equals("slf4j-api"))) {
      jars.stream().filter(jar -> name(jar).equals(NO_LOGGING)).forEach(all::add);
    }
    return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  static long total(List<Path> library) {
    return library.stream().mapToLong(ClassPaths::size).sum();
  }

  static long size(Path jar) {
    try {
      return Files.size(jar);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
