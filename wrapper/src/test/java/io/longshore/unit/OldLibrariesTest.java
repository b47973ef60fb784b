package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.embedded.EmbeddedEngine;
import io.longshore.internal.transport.CalmPoolMain;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Class paths with old versions, each in a JVM of its own: they work, or the first thing that is said is what to do.
 */
@Timeout(120)
class OldLibrariesTest {
  private static EmbeddedEngine engine;

  @TempDir
  Path directory;

  @BeforeAll
  static void start() {
    engine = EmbeddedEngine.start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  /** The old jars, which wrapper/pom.xml lays there. */
  private static Path old() {
    Path old = Path.of(System.getProperty("longshore.root"), "wrapper", "target", "old-libraries");
    assertTrue(Files.isDirectory(old), "mvn -pl wrapper process-test-resources lays old jars into " + old);
    return old;
  }

  /**
   * This class path with other jars in the place of some: {@code a-1.jar} replaces {@code a-jvm-2.jar}, and several
   * stand in order.
   */
  private static String classPath(List<String> others) {
    List<String> path = new ArrayList<>(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    Pattern replaced = Pattern.compile(
        ".*/(" + others.stream().map(other -> other.replaceFirst("(-jvm)?-\\d.*", "")).collect(Collectors.joining("|"))
            + ")(-jvm)?-\\d[^/]*\\.jar");
    String current = path.stream().filter(jar -> replaced.matcher(jar).matches())
        .collect(Collectors.joining(File.pathSeparator));
    path.removeIf(jar -> replaced.matcher(jar).matches());
    String first = others.stream()
        .map(other -> other.equals("ours") ? current : old().resolve(other + ".jar").toString())
        .collect(Collectors.joining(File.pathSeparator));
    return first + File.pathSeparator + String.join(File.pathSeparator, path);
  }

  private String run(String... others) throws IOException {
    return run(CallsOnce.class, others);
  }

  private String run(Class<?> main, String... others) throws IOException {
    List<String> jars = List.of(others);
    for (String jar : jars) {
      assertTrue(jar.equals("ours") || Files.exists(old().resolve(jar + ".jar")), jar + " is not in " + old());
    }
    Path output = directory.resolve("output");
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
        classPath(jars),
        main.getName(), engine.host())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    try {
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
      "okhttp-4.12.0, 'okhttp 4.12.0 is on the class path (okhttp-4.12.0.jar), and this client needs 5.3.0', okhttp-jvm, ${okhttp.version}",
      "okhttp-jvm-5.2.1, okhttp 5.2.1 is on the class path, okhttp-jvm, ${okhttp.version}",
      "okio-jvm-3.6.0, okio 3.6.0 is on the class path, okio-jvm, ${okio.version}",
      "kotlin-stdlib-1.7.22, kotlin-stdlib 1.7.22 is on the class path, kotlin-stdlib, ${kotlin.version}",
      "commons-compress-1.24.0, commons-compress 1.24.0 is on the class path, commons-compress, ${commons-compress.version}",
      "commons-io-2.11.0, commons-io 2.11.0 is on the class path, commons-io, 2.20.0",
      "commons-lang3-3.12.0, commons-lang3 3.12.0 is on the class path, commons-lang3, 3.18.0",
      "commons-lang3-3.14.0, commons-lang3 3.14.0 is on the class path, commons-lang3, 3.18.0",
  })
  void aLibraryThatIsTooOldIsNamedWithTheLineThatMendsIt(String jar, String words, String artifact, String version)
      throws IOException {
    String said = run(jar);
    assertTrue(said.startsWith("io.longshore.error.ConfigurationException: "), said);
    assertTrue(said.contains(words), said);
    assertTrue(said.contains("<artifactId>" + artifact + "</artifactId><version>" + ofThePom(version) + "</version>"),
        said);
    assertEquals(List.of(), said.lines().filter(line -> line.matches("\\w*Error.*")).toList(), said);
  }

  private static String ofThePom(String version) throws IOException {
    String name = version.startsWith("${") ? version.substring(2, version.length() - 1) : null;
    if (name == null) {
      return version;
    }
    String pom = Files.readString(Path.of(System.getProperty("longshore.root"), "pom.xml"));
    return pom.substring(pom.indexOf("<" + name + ">") + name.length() + 2, pom.indexOf("</" + name + ">"));
  }

  @Test
  void ofTwoOkHttpsTheFirstCountsAndIsNamed() throws IOException {
    String said = run("okhttp-4.12.0", "ours");
    assertTrue(said.contains("okhttp 4.12.0 is on the class path (okhttp-4.12.0.jar, before okhttp-jvm-"), said);
    assertTrue(said.contains("<artifactId>okhttp</artifactId>"), said);
    assertFalse(said.contains("<artifactId>okhttp-jvm</artifactId>"), said);
    assertEquals("every call was made\n", run("ours", "okhttp-4.12.0"), "where ours is first, the other does no harm");
  }

  @Test
  void theOldestVersionsThatAreNamedWorkTogether() throws IOException {
    assertEquals(
        "every call was made\n",
        run(
            "okhttp-jvm-5.3.0", "okio-jvm-3.15.0", "kotlin-stdlib-1.8.22", "gson-2.8.9", "commons-compress-1.26.2",
            "commons-io-2.16.1",
            "commons-lang3-3.14.0"));
  }

  /** Each version from the oldest that is named to our own. */
  @ParameterizedTest
  @ValueSource(strings = {"okhttp-jvm-5.3.0", "okhttp-jvm-5.3.1", "okhttp-jvm-5.3.2", "okhttp-jvm-5.4.0",
      "okhttp-jvm-5.5.0"})
  void everyOkHttpThatIsNamedWorksAndHasTheCalmPool(String jar) throws IOException {
    assertEquals("every call was made\n", run(jar));
    assertEquals("calm\n", run(CalmPoolMain.class, jar));
  }

  @Test
  void theJarsThatLieThereAreTheOnesOfTheTests() throws IOException {
    try (Stream<Path> jars = Files.list(old())) {
      assertTrue(jars.count() >= 15, "some are missing");
    }
  }
}
