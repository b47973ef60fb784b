package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.error.NotFoundException;
import io.longshore.internal.tar.Archive;
import io.longshore.stream.ByteStream;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.ScriptedEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines and containers that send what was not asked for. */
@Timeout(30)
class HostileContainersTest {
  private static final long FOLDER = 1L << 31 | 0755;
  private static final long FILE = 0644;

  @TempDir
  Path place;

  private final ScriptedEngine engine = new ScriptedEngine();
  private final DockerClient docker = engine.client();
  private final Container web = docker.containers().get("web");

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private static String stat(long mode, String link) {
    String json = "{\"name\":\"data\",\"size\":5,\"mode\":" + mode
        + ",\"mtime\":\"2026-01-01T00:00:00Z\",\"linkTarget\":\"" + link + "\"}";
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A container that is there and has no mounts. */
  private void answers(Function<RecordedRequest, MockResponse> answer) {
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/json") ? ScriptedEngine.json(200, "{}")
            : answer.apply(request));
  }

  private void has(long mode, byte[] archive) {
    answers(
        request -> {
          MockResponse.Builder answer = new MockResponse.Builder().code(200).addHeader("X-Docker-Container-Path-Stat",
              stat(mode, ""));
          return request.getMethod().equals("HEAD")
              ? answer.build()
              : answer.addHeader("Content-Type", "application/x-tar").chunkedBody(new Buffer().write(archive), 1000)
                  .build();
        });
  }

  @Test
  void aFolderThatWritesElsewhereIsRefused() throws IOException {
    Path target = Files.createDirectory(place.resolve("target"));
    has(FOLDER, new Archive().folder("./").file("./../escaped", "x").whole());
    ArchiveException refused = assertThrows(ArchiveException.class, () -> web.files().copyFrom("/data", target));
    assertEquals("./../escaped", refused.entry());
    assertFalse(Files.exists(place.resolve("escaped")));
    assertFalse(Files.exists(target.resolve("escaped")));
    assertEquals(
        List.of(
            "HEAD /v1.51/containers/web/archive?path=%2Fdata", "GET /v1.51/containers/web/archive?path=%2Fdata%2F."),
        engine.lines().stream().filter(line -> !line.endsWith("/json")).toList());
  }

  @Test
  void aFileThatIsAFolderWhenItComesIsRefused() throws IOException {
    has(FILE, new Archive().folder("data/").file("data/x", "x").whole());
    assertThrows(ArchiveException.class, () -> web.files().copyFrom("/data", place));
    assertFalse(Files.exists(place.resolve("data")));
  }

  @Test
  void aLinkInPlaceOfTheCopyIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(place.resolve("outside"));
    Path target = Files.createDirectory(place.resolve("target"));
    Files.createSymbolicLink(target.resolve("data"), outside);
    has(FOLDER, new Archive().folder("./").file("./x", "x").whole());
    assertThrows(ArchiveException.class, () -> web.files().copyFrom("/data", target));
    assertFalse(Files.exists(outside.resolve("x")));
    has(FILE, new Archive().file("data", "x").whole());
    web.files().copyFrom("/data", target);
    assertTrue(Files.isRegularFile(target.resolve("data"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aFailedCopyOfAFolderMeansTheSameTargetWhenItIsMadeAgain() throws IOException {
    Path logs = place.resolve("logs");
    byte[] archive = new Archive().folder("./").file("./x", "x").whole();
    has(FOLDER, Arrays.copyOf(archive, 512));
    assertThrows(ArchiveException.class, () -> web.files().copyFrom("/data", logs));
    assertFalse(Files.exists(logs));
    answers(
        request -> request.getMethod().equals("HEAD")
            ? new MockResponse.Builder().code(200).addHeader("X-Docker-Container-Path-Stat", stat(FOLDER, "")).build()
            : new MockResponse.Builder().code(500).body("{\"message\":\"no\"}").build());
    assertThrows(DockerException.class, () -> web.files().copyFrom("/data", logs));
    assertFalse(Files.exists(logs));
    has(FOLDER, archive);
    assertEquals(place.toRealPath().resolve("logs"), web.files().copyFrom("/data", logs));
    assertEquals("x", Files.readString(logs.resolve("x")));
    has(FOLDER, Arrays.copyOf(archive, 512));
    Path there = Files.createDirectory(place.resolve("there"));
    assertThrows(ArchiveException.class, () -> web.files().copyFrom("/data/.", there));
    assertTrue(Files.isDirectory(there));
  }

  @Test
  void aMissingContainerIsNotFoundWhateverTheTarget() throws IOException {
    Path note = Files.writeString(place.resolve("note"), "x");
    answers(request -> new MockResponse.Builder().code(404).build());
    for (String target : new String[] {"/tmp/", "/", "/tmp/.", "/tmp"}) {
      assertThrows(NotFoundException.class, () -> web.files().copyTo(note, target), target);
      assertThrows(NotFoundException.class, () -> web.files().copyTo(place, target), target);
    }
  }

  @Test
  void limitsHold() {
    has(FOLDER, new Archive().folder("./").file("./a", "12345").file("./b", "12345").whole());
    ArchiveException bytes = assertThrows(
        ArchiveException.class, () -> web.files().copyFrom("/data", place, options -> options.maxBytes(9)));
    assertTrue(bytes.getMessage().contains("maxBytes"), bytes::getMessage);
    ArchiveException entries = assertThrows(
        ArchiveException.class, () -> web.files().copyFrom("/data", place, options -> options.maxEntries(2)));
    assertTrue(entries.getMessage().contains("maxEntries"), entries::getMessage);
  }

  @Test
  void anArchiveThatEndsCleanlyInTheMiddleIsNoCompleteFile() {
    byte[] archive = new Archive().file("data", "12345").whole();
    has(FILE, Arrays.copyOf(archive, 514));
    assertThrows(DockerException.class, () -> web.files().read("/data"));
    has(FILE, Arrays.copyOf(archive, 1024));
    assertThrows(ArchiveException.class, () -> web.files().read("/data"));
    try (ByteStream stream = web.files().open("/data")) {
      assertThrows(IOException.class, () -> stream.inputStream().readAllBytes());
      assertEquals(StreamEnd.FAILED, stream.end().orElseThrow());
    }
    has(FILE, archive);
    assertEquals("12345", new String(web.files().read("/data"), StandardCharsets.UTF_8));
  }

  @Test
  void aLinkThatGoesInCirclesEnds() {
    answers(
        request -> new MockResponse.Builder().code(200)
            .addHeader("X-Docker-Container-Path-Stat", stat(1L << 27, "data")).build());
    ArchiveException circle = assertThrows(
        ArchiveException.class, () -> web.files().copyFrom("/data", place, options -> options.followLinks()));
    assertTrue(circle.getMessage().contains("circles"), circle::getMessage);
  }

  @Test
  void aStatThatCannotBeReadIsAnError() {
    for (String json : new String[] {"[1]", "no JSON", "null"}) {
      String header = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
      answers(
          request -> new MockResponse.Builder().code(200).addHeader("X-Docker-Container-Path-Stat", header).build());
      assertThrows(DockerException.class, () -> web.files().stat("/data"));
    }
    answers(request -> new MockResponse.Builder().code(200).addHeader("X-Docker-Container-Path-Stat", "?").build());
    assertThrows(DockerException.class, () -> web.files().stat("/data"));
    answers(request -> new MockResponse.Builder().code(200).build());
    assertThrows(DockerException.class, () -> web.files().stat("/data"));
  }

  private void mounts(String inspect, Map<String, String> stats) {
    engine.answers(
        request -> {
          if (request.getUrl().encodedPath().endsWith("/json")) {
            return ScriptedEngine.json(200, inspect);
          }
          String path = request.getUrl().queryParameter("path");
          String found = request.getMethod().equals("HEAD") ? stats.get(path) : null;
          if (found == null) {
            return request.getMethod().equals("HEAD")
                ? ScriptedEngine.status(404)
                : ScriptedEngine.json(404, "{\"message\":\"Could not find the file " + path + "\"}");
          }
          return new MockResponse.Builder().code(200).addHeader("X-Docker-Container-Path-Stat", found).build();
        });
  }

  @Test
  void aVolumeInAMountInMemoryIsReached() {
    mounts(
        "{\"HostConfig\":{\"Tmpfs\":{\"/scratch/\":\"\"},\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/vol/inner\"}]},"
            + "\"Mounts\":[{\"Type\":\"volume\",\"Destination\":\"/scratch/vol\"},{\"Type\":\"bind\",\"Destination\":\"/dev/shm\"},"
            + "{\"Type\":\"volume\",\"Destination\":\"/vol\"}]}",
        Map.of(
            "/scratch", stat(FOLDER, ""), "/scratch/vol", stat(FOLDER, ""), "/scratch/vol/f", stat(FILE, ""), "/vol",
            stat(FOLDER, ""),
            "/vol/f", stat(FILE, ""), "/dev", stat(FOLDER, ""), "/dev/shm", stat(FOLDER, ""), "/scratchy",
            stat(FILE, "")));
    for (String seen : List.of("/scratch/vol", "/scratch/vol/f", "/vol/f", "/dev/shm", "/scratchy")) {
      assertEquals("data", web.files().stat(seen).name(), seen);
    }
    for (String hidden : List.of("/scratch", "/scratch/f", "/vol/inner/f", "/dev/null", "/dev", "/sys/fs",
        "/proc/1/status")) {
      ArchiveException refused = assertThrows(ArchiveException.class, () -> web.files().stat(hidden), hidden);
      assertTrue(refused.getMessage().contains("exec("), refused::getMessage);
    }
  }

  @Test
  void podmanCopiesIntoMountsInMemory() {
    engine.answers(
        request -> request.getUrl().encodedPath().endsWith("/json")
            ? ScriptedEngine.json(200, "{\"HostConfig\":{\"Tmpfs\":{\"/scratch\":\"\"}}}")
                .newBuilder()
                .addHeader("Libpod-Api-Version", "4.3.1")
                .build()
            : new MockResponse.Builder().code(200).addHeader("X-Docker-Container-Path-Stat", stat(FILE, "")).build());
    assertTrue(web.files().stat("/scratch/data").isFile());
  }

  @Test
  void theMountsOfAnIdAreAskedForOnce() {
    mounts("{}", Map.of("/f", stat(FILE, "")));
    Container known = docker.containers().get("0123456789abcdef".repeat(4));
    known.files().stat("/f");
    known.files().stat("/f");
    assertEquals(3, engine.asked().size(), engine.lines()::toString);
    engine.forget();
    web.files().stat("/f");
    web.files().stat("/f");
    assertEquals(4, engine.asked().size(), () -> "another container may have the name by now: " + engine.lines());
  }

  @Test
  void aMissingPathHasTheEnginesReason() {
    mounts("{}", Map.of());
    NotFoundException missing = assertThrows(NotFoundException.class, () -> web.files().stat("/none"));
    assertEquals("Could not find the file /none", missing.engineMessage());
  }
}
