package io.longshore.internal.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ArchiveException;
import io.longshore.unit.ScriptedEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a JVM cannot read or write in its locale: they are refused, and not taken for others. */
@Timeout(120)
class LocalesTest {
  @TempDir
  Path place;

  private Path source;

  @BeforeEach
  void make() throws IOException {
    source = Files.createDirectory(place.resolve("source"));
  }

  /** Reads a folder, or writes into it, in the locale of the process. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      try {
        if (arguments[1].equals("read")) {
          TarWriter tar = new TarWriter(new ByteArrayOutputStream(), count -> {});
          new TreeWriter(tar, false, Owner.ROOT).addContent(folder);
        } else {
          Archive archive = arguments[1].equals("link") ? new Archive().link("x", "caf\u00e9")
              : new Archive().file("caf\u00e9", "x");
          TreeExtractor.Rules rules = new TreeExtractor.Rules(false, false, Long.MAX_VALUE, 1000);
          TreeExtractor.content(archive.reader(), folder, true, rules);
        }
        System.out.println("done");
      } catch (ArchiveException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private String run(String locale, String what) throws IOException {
    return OtherJvm.run(place.resolve("output"), locale, "-Xmx64m", Program.class, source.toString(), what);
  }

  /** Java could not make these names in every locale. */
  private void shell(String script) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", "cd \"$0\" && " + script, source.toString()).inheritIO().start();
    try {
      assertEquals(0, process.waitFor());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"C, caf\\303\\251", "C.UTF-8, caf\\351"})
  void aFileWhoseNameCannotBeReadIsNotCopiedUnderAnother(String locale, String name) throws IOException {
    shell(": > \"$(printf '" + name + "')\"");
    String said = run(locale, "read");
    assertTrue(said.contains("cannot be read in this JVM's locale; set LC_ALL=C.UTF-8"), said);
  }

  @ParameterizedTest
  @CsvSource({"C, caf\\303\\251", "C.UTF-8, caf\\351"})
  void aLinkWhoseTargetCannotBeReadIsNotCopiedWithAnother(String locale, String name) throws IOException {
    shell("ln -s \"$(printf '" + name + "')\" link");
    String said = run(locale, "read");
    assertTrue(said.contains("cannot be read in this JVM's locale; set LC_ALL=C.UTF-8"), said);
  }

  /** Copies into a container. */
  static final class Copy {
    private Copy() {}

    public static void main(String[] arguments) {
      try (DockerClient docker = DockerClient.builder().host(arguments[0]).build()) {
        docker.containers().get("web").files().copyTo(Path.of(arguments[1], "."), "/");
        System.out.println("done");
      } catch (ArchiveException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"C, done", "C.UTF-8, would be copied into a memory mount"})
  void aMountWhoseNameIsNoneHereHoldsNothingOfALocalFolder(String locale, String outcome) throws IOException {
    shell("name=$(printf 'caf\\303\\251'); [ " + locale + " = C ] || { mkdir $name && : > $name/x; }");
    // {"mode":2147483648}: a folder.
    MockResponse folder = new MockResponse(200,
        Headers.of("X-Docker-Container-Path-Stat", "eyJtb2RlIjoyMTQ3NDgzNjQ4fQ=="), "");
    String mounts = "{\"HostConfig\":{\"Tmpfs\":{\"/caf\\u00e9\":\"\"}}}";
    try (ScriptedEngine engine = new ScriptedEngine()) {
      engine.answers(
          request -> request.getUrl().encodedPath().endsWith("/json") ? ScriptedEngine.json(200, mounts) : folder);
      String said = OtherJvm.run(place.resolve("output"), locale, "-Xmx64m", Copy.class, engine.host(),
          source.toString());
      assertTrue(said.contains(outcome), said);
    }
  }

  @Test
  void namesOfTheLocaleAreCopiedAndSoIsTheReplacementCharacterItself() throws IOException {
    shell(": > \"$(printf 'caf\\303\\251')\"; : > \"$(printf '\\357\\277\\275')\"");
    assertEquals("done\n", run("C.UTF-8", "read"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "link"})
  void aNameThatCannotBeWrittenIsRefusedWithItsReason(String what) throws IOException {
    String said = run("C", what);
    assertTrue(said.contains("cannot be written in this JVM's locale; set LC_ALL=C.UTF-8"), said);
    assertEquals("done\n", run("C.UTF-8", what));
  }
}
