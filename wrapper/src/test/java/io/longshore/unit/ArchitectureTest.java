package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.runtime.ApiRequest;
import io.longshore.testing.ApiDump;
import io.longshore.testing.OldGson;
import io.longshore.testing.PackageInfos;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that the compiler does not know. */
class ArchitectureTest {
  private static final Pattern NOT_FOR_USERS = Pattern.compile(
      "\\b(okhttp3|okio|kotlin|com\\.google\\.gson|org\\.apache|io\\.longshore\\.internal|io\\.longshore\\.generated\\.\\w+\\.api)\\b");

  private static final Pattern PACKAGE = Pattern.compile("io/longshore/(?!generated/)(?:[a-z]+/)*[A-Z]");

  @Test
  void signaturesShowNoLibraryAndNoInternals() throws IOException {
    TreeSet<String> exported = WrapperClasses.exported();
    TreeSet<String> wrong = new TreeSet<>();
    String type = "";
    for (String line : ApiDump.of(WrapperClasses.folder(), exported::contains).split("\n")) {
      if (!line.startsWith(" ")) {
        type = line.substring(0, line.indexOf(':'));
      }
      if (NOT_FOR_USERS.matcher(line.startsWith(" ") ? line : line.substring(line.indexOf(':'))).find()) {
        wrong.add(type + line.replaceFirst("^\\S.*?:", ""));
      }
    }
    // These are made by the library: nobody else can have what their constructors take.
    String executor = "new(io.longshore.internal.http.ApiExecutor)";
    String settings = "new(io.longshore.internal.options.";
    assertEquals(
        new TreeSet<>(
            List.of(
                "io.longshore.build.Builds  " + executor,
                "io.longshore.container.Containers  " + executor,
                "io.longshore.experimental.Experimental  " + executor,
                "io.longshore.file.ContainerFiles  new(io.longshore.internal.http.ApiExecutor, String)",
                "io.longshore.image.Images  " + executor,
                "io.longshore.network.Networks  " + executor,
                "io.longshore.registry.Registries  " + executor,
                "io.longshore.session.AttachOptions  " + settings + "AttachSettings)",
                "io.longshore.session.ExecOptions  " + settings + "ExecSettings)",
                "io.longshore.stream.LogOptions  " + settings + "LogSettings)",
                "io.longshore.system.DockerSystem  " + executor,
                "io.longshore.volume.Volumes  " + executor)),
        wrong);
  }

  @Test
  void everyPackageIsEitherExportedOrInternal() throws IOException {
    TreeSet<String> open = new TreeSet<>();
    for (String name : WrapperClasses.in(WrapperClasses.folder()).keySet()) {
      if (name.contains("/") && !name.startsWith("io/longshore/internal/")) {
        open.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.'));
      }
    }
    assertEquals(open, WrapperClasses.exported());
  }

  @Test
  void noPackageCircle() throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    WrapperClasses.in(WrapperClasses.folder())
        .forEach(
            (name, bytes) -> {
              Matcher mentioned = PACKAGE.matcher(bytes);
              while (mentioned.find()) {
                uses.computeIfAbsent(packageOf(name), key -> new TreeSet<>()).add(packageOf(mentioned.group()));
              }
            });
    assertTrue(uses.size() > 10, () -> "found " + uses);
    // A package that uses none of those that are left is in no circle.
    do {
      uses.forEach((name, used) -> used.removeIf(other -> other.equals(name) || !uses.containsKey(other)));
    } while (uses.values().removeIf(Set::isEmpty));
    assertEquals(Map.of(), uses, "packages in circles, and what leads into one");
  }

  private static String packageOf(String name) {
    int end = name.lastIndexOf('/');
    return end < 0 ? "" : name.substring(0, end);
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    assertEquals(List.of(), PackageInfos.missing("wrapper"));
  }

  @Test
  void generatedCodeKnowsNothingOfTheWrapper() throws IOException {
    Map<String, String> classes = WrapperClasses.in(WrapperClasses.location(ApiRequest.class));
    assertTrue(classes.containsKey("io/longshore/generated/runtime/ApiRequest"), "found no generated classes");
    mentionsNone(classes, Pattern.compile("io/longshore/(?!generated/)|okhttp3/|okio/"));
  }

  @Test
  void nothingIsUsedThatIsNewerThanGson289() throws IOException {
    assertEquals(List.of(), OldGson.newer(WrapperClasses.folder()));
  }

  @Test
  void whatIsBelowHttpKnowsNothingAboveIt() throws IOException {
    Map<String, String> classes = WrapperClasses.in(WrapperClasses.folder());
    classes.keySet().removeIf(name -> !name.matches("io/longshore/internal/(transport|config)/.*"));
    assertTrue(classes.size() > 20, "found " + classes.keySet());
    mentionsNone(classes, Pattern.compile("io/longshore/(?!internal/(transport|config)/)"));
  }

  @Test
  void onlyTheTransportAndTheExecutorSpeakHttp() throws IOException {
    Map<String, String> classes = WrapperClasses.in(WrapperClasses.folder());
    classes.keySet().removeIf(name -> name.matches("io/longshore/internal/(transport|http)/.*"));
    // Headers are read where a ping's answer is in them.
    mentionsNone(classes, Pattern.compile("okhttp3/(?!Headers)|okio/|kotlin/"));
  }

  private static void mentionsNone(Map<String, String> classes, Pattern forbidden) {
    TreeSet<String> wrong = new TreeSet<>();
    classes.forEach(
        (name, bytes) -> {
          Matcher found = forbidden.matcher(bytes);
          if (!name.endsWith("module-info") && found.find()) {
            wrong.add(
                name + " mentions " + bytes.substring(found.start(), Math.min(bytes.length(), found.start() + 50)));
          }
        });
    assertEquals(new TreeSet<>(), wrong);
  }
}
