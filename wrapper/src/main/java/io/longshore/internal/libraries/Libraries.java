package io.longshore.internal.libraries;

import io.longshore.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a library on the class path that is too old, instead of the method that it lacks. Versions are checked only
 * after a failure, so shaded jars and native images, whose versions are unknown, are not refused if they work.
 */
public final class Libraries {
  static final List<Library> ALL = List.of(
      new Library("okhttp", "com.squareup.okhttp3", List.of("okhttp-jvm", "okhttp"), "okhttp3.OkHttpClient", "5.3.0",
          "5.5.1"),
      new Library("okio", "com.squareup.okio", List.of("okio-jvm", "okio"), "okio.Buffer", "3.15.0", "3.18.1"),
      new Library("kotlin-stdlib", "org.jetbrains.kotlin", List.of("kotlin-stdlib"), "kotlin.Unit", "1.8.20", "2.1.21"),
      new Library("gson", "com.google.code.gson", List.of("gson"), "com.google.gson.stream.JsonReader", "2.8.9",
          "2.15.0"),
      new Library(
          "commons-compress", "org.apache.commons", List.of("commons-compress"),
          "org.apache.commons.compress.archivers.tar.TarArchiveEntry", "1.26.0", "1.28.0"),
      new Library("commons-io", "commons-io", List.of("commons-io"), "org.apache.commons.io.IOUtils", "2.16.0",
          "2.20.0"),
      new Library(
          "commons-lang3", "org.apache.commons", List.of("commons-lang3"), "org.apache.commons.lang3.StringUtils",
          "3.15.0",
          "3.18.0"));

  /** Names of classes in them, as errors of linkage write these. */
  private static final Pattern THEIRS = Pattern.compile(
      "(?<![\\w./$])L?(okhttp3|okio|kotlin|com[./]google[./]gson|org[./]apache[./]commons[./](compress|io|lang3|codec))[./]");

  private Libraries() {}

  /**
   * Returns what to throw for a linkage error: an exception that names the library, or the error itself if none is to
   * blame.
   */
  public static RuntimeException explain(LinkageError error) {
    // First: the class path may have an old library that works, while the error is from the caller's own stream or
    // listener.
    List<String> messages = messages(error);
    Optional<String> theirs = messages.stream().filter(message -> THEIRS.matcher(message).find()).findFirst();
    if (theirs.isEmpty() && !messages.isEmpty()) {
      throw error;
    }
    List<String> wrong = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    ALL.forEach(library -> tooOld(library, wrong, lines));
    if (wrong.isEmpty()) {
      // Only now: an old commons-compress does not need commons-io, and may be without it.
      ALL.stream().filter(Library::isMissing).forEach(library -> {
        wrong.add(library.name() + " is not on the class path" + library.needed());
        lines.add(library.pom(library.artifacts().get(0)));
      });
    }
    if (wrong.isEmpty()) {
      if (theirs.isEmpty()) {
        throw error;
      }
      ALL.forEach(library -> lines.add(library.pom(library.artifacts().get(0))));
      wrong.add("the libraries on the class path do not fit together (" + theirs.get() + "): " + found());
    }
    return new ConfigurationException(
        String.join("; ", wrong) + ". Put into <dependencyManagement> of the pom.xml:\n" + String.join("\n", lines),
        error);
  }

  private static List<String> messages(LinkageError error) {
    List<String> messages = new ArrayList<>();
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t.getMessage() != null) {
        messages.add(t.getMessage());
      }
    }
    return messages;
  }

  private static void tooOld(Library library, List<String> wrong, List<String> lines) {
    String jar = library.jar();
    Optional<String> version = jar == null ? Optional.empty() : library.versionIn(jar);
    if (version.filter(library::isTooOld).isEmpty()) {
      return;
    }
    List<String> others = library.jars().stream().filter(other -> !other.equals(jar)).toList();
    wrong.add(
        library.name() + " " + version.get() + " is on the class path (" + jar
            + (others.isEmpty() ? "" : ", before " + String.join(" and ", others)) + ")" + library.needed());
    // An artifact of another name with the same classes stays on the class path until its own name is managed.
    library.artifacts().stream()
        .filter(artifact -> others.stream().noneMatch(other -> other.startsWith(artifact + "-" + library.tested())))
        .forEach(artifact -> lines.add(library.pom(artifact)));
  }

  private static String found() {
    List<String> jars = new ArrayList<>();
    ALL.forEach(library -> jars.addAll(library.jars()));
    return jars.isEmpty() ? "in unknown jars" : String.join(", ", jars);
  }
}
