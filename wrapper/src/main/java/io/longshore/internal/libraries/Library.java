package io.longshore.internal.libraries;

import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A library at run time.
 *
 * @param name its usual name
 * @param group of its artifacts
 * @param artifacts the names that it may have: all of them have the same classes, or none
 * @param type one of its classes
 * @param oldest the oldest version that works
 * @param tested the version that this client was built with
 */
record Library(String name, String group, List<String> artifacts, String type, String oldest, String tested) {
  private static final Pattern JAR = Pattern.compile("([A-Za-z][\\w.-]*?)-(\\d[\\w.]*(?:-[A-Za-z][\\w.]*)?)\\.jar");

  /** The version in a jar's name, if it is a jar of this library. */
  Optional<String> versionIn(String jar) {
    Matcher parts = JAR.matcher(jar);
    return parts.matches() && artifacts.contains(parts.group(1)) ? Optional.of(parts.group(2)) : Optional.empty();
  }

  boolean isTooOld(String version) {
    int[] found = numbers(version);
    int[] wanted = numbers(oldest);
    for (int i = 0; i < wanted.length; i++) {
      if (found[i] != wanted[i]) {
        return found[i] < wanted[i];
      }
    }
    return false;
  }

  private static int[] numbers(String version) {
    int[] numbers = new int[3];
    String[] parts = version.split("[^0-9]+", 4);
    for (int i = 0; i < Math.min(parts.length, 3); i++) {
      numbers[i] = parts[i].matches("[0-9]{1,8}") ? Integer.parseInt(parts[i]) : 0;
    }
    return numbers;
  }

  /** The jar whose classes count; null if there is none, or it is unknown. */
  @Nullable
  String jar() {
    try {
      CodeSource source = Class.forName(type, false, Library.class.getClassLoader()).getProtectionDomain()
          .getCodeSource();
      return source == null || source.getLocation() == null ? null : lastJar(source.getLocation().toString());
    } catch (ClassNotFoundException | LinkageError | SecurityException e) {
      return null;
    }
  }

  boolean isMissing() {
    try {
      Class.forName(type, false, Library.class.getClassLoader());
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Every jar with its classes, in the order of the class path. */
  List<String> jars() {
    List<String> jars = new ArrayList<>();
    try {
      ClassLoader loader = Library.class.getClassLoader();
      if (loader != null) {
        for (URL url : Collections.list(loader.getResources(type.replace('.', '/') + ".class"))) {
          jars.add(lastJar(url.toString()));
        }
      }
    } catch (IOException e) {
      // What cannot be listed is left out.
    }
    return jars;
  }

  /** Of {@code jar:nested:/app.jar/!BOOT-INF/lib/okhttp-4.12.0.jar!/okhttp3/…} the last jar. */
  private static String lastJar(String url) {
    Matcher jar = Pattern.compile("([^/!]+\\.jar)(?!.*\\.jar)").matcher(url);
    return jar.find() ? jar.group(1) : url;
  }

  String needed() {
    return ", and this client needs " + oldest + " or newer";
  }

  String pom(String artifact) {
    return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>" + tested
        + "</version></dependency>";
  }
}
