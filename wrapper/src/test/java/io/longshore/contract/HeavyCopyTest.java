package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.longshore.container.Container;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of a size that memory cannot hold; they take minutes and gigabytes of disk. */
@Tag("heavy")
@Timeout(900)
@ParameterizedClass(name = "{0}")
@MethodSource("io.longshore.contract.Engines#underLoad")
class HeavyCopyTest extends EngineTest {
  private static final long SIZE = 2L * 1024 * 1024 * 1024;
  private static final int FILES = 100_000;

  @TempDir
  Path local;

  @Test
  void twoGibibytesGoThroughAHeapOf64Megabytes() throws Exception {
    assumeFalse(engine.embedded(), "the embedded engine keeps 256 MiB for each container, in memory");
    Container container = run(Programs.forever());
    Path file = local.resolve("big");
    String expected = random(file);
    Path output = local.resolve("output");
    Process copy = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-cp",
        System.getProperty("java.class.path"),
        CopyInSmallHeap.class.getName(),
        engine.host(),
        container.id(),
        file.toString(),
        Files.createDirectory(local.resolve("out")).toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    try {
      boolean ended = copy.waitFor(14, TimeUnit.MINUTES);
      String said = Files.readString(output);
      assertTrue(ended, said);
      System.out.println(engine + ": 2 GiB with -Xmx64m: " + said.replace("\n", ", "));
      assertEquals(0, copy.exitValue(), said);
      assertTrue(said.contains("sha256 " + expected), said);
    } finally {
      copy.destroyForcibly();
    }
  }

  /** Writes a file of random bytes and tells its digest. */
  private static String random(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[1024 * 1024];
    Random random = new Random(1);
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      for (long written = 0; written < SIZE; written += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void aHundredThousandSmallFilesInOneFolder() throws IOException {
    Container container = run(Programs.forever());
    Path folder = Files.createDirectory(local.resolve("many"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(folder.resolve("file-" + i), "content " + i);
    }
    long start = System.nanoTime();
    container.files().copyTo(folder, "/many");
    long in = System.nanoTime();
    Path out = container.files().copyFrom("/many", local.resolve("out"));
    long end = System.nanoTime();
    System.out.println(
        engine + ": " + FILES + " files: in " + (in - start) / 1_000_000 + " ms, out " + (end - in) / 1_000_000
            + " ms");
    try (Stream<Path> copied = Files.list(out)) {
      assertEquals(FILES, copied.count());
    }
    for (int i = 0; i < FILES; i++) {
      assertEquals("content " + i, Files.readString(out.resolve("file-" + i)));
    }
  }
}
