package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every public method that calls an operation which not every engine has says the API version that it needs. */
class VersionsAreInJavadocTest {
  private static final Pattern OPERATION = Pattern.compile(
      "^ +operationId: (\\w+)$(?:(?!^ +operationId:)(?!^ {4}parameters:).)*?^ {4}x-since: '([0-9.]+)'$",
      Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern METHOD = Pattern.compile(
      "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s+)*public [^;{=]*\\b(\\w+)\\([^{;]*\\{(.*?)^ {2}}$",
      Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CALL = Pattern.compile("\\b\\w+Api\\s*\\.\\s*(\\w+)\\(");

  @Test
  void everyMethodThatNeedsANewerEngineSaysSo() throws IOException {
    Map<String, String> since = new TreeMap<>();
    for (Path file : files("spec/paths", ".yaml")) {
      OPERATION.matcher(Files.readString(file)).results().forEach(found -> since.put(found.group(1), found.group(2)));
    }
    assertTrue(since.keySet().containsAll(List.of("ContainerPrune", "SystemDataUsage", "VolumeUpdate")),
        () -> "found " + since);
    List<String> silent = new ArrayList<>();
    TreeSet<String> seen = new TreeSet<>();
    for (Path file : files("wrapper/src/main/java/io/longshore", ".java")) {
      for (MatchResult method : METHOD.matcher(Files.readString(file)).results().toList()) {
        Matcher call = CALL.matcher(method.group(3));
        while (call.find()) {
          String operation = Character.toUpperCase(call.group(1).charAt(0)) + call.group(1).substring(1);
          seen.add(operation);
          String version = since.get(operation);
          if (version != null && !method.group(1).contains("API " + version)) {
            silent.add(file.getFileName() + "." + method.group(2) + " does not say 'Since API " + version + "'");
          }
        }
      }
    }
    assertTrue(seen.containsAll(List.of("ContainerPrune", "SystemDataUsage", "VolumePrune")), () -> "found " + seen);
    assertEquals(List.of(), silent);
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Repository.root().resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
