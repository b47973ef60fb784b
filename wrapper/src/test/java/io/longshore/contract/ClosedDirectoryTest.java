package io.longshore.contract;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.build.BuilderKind;
import io.longshore.generated.engine.model.BuildCache;
import io.longshore.generated.engine.model.ImageInspect;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/** Builds from a directory with a closed part, by a program that has no right to open it. */
@EnabledOnOs(OS.LINUX)
abstract class ClosedDirectoryTest extends BuildTest {
  static final String CLOSED = "closed";
  private static final int MEBIBYTE = 1024 * 1024;

  @TempDir
  Path local;

  private final Set<String> cachedBefore = new HashSet<>();
  private int sent;

  static Stream<Arguments> real() {
    return Settings.ofThisRun().api().isPresent() ? Stream.empty()
        : Engines.real().flatMap(engine -> Stream.of(BuilderKind.CLASSIC, BuilderKind.BUILDKIT)
            .map(builder -> Arguments.of(engine, builder)));
  }

  static Stream<Arguments> embeddedAndReal() {
    return Settings.ofThisRun().api().isPresent() ? Stream.empty()
        : Stream.concat(Stream.of(Arguments.of(Engines.EMBEDDED, BuilderKind.CLASSIC)), real());
  }

  /** Writes a context of so many MiB in files of up to 64, and a directory of so many in files of one GiB. */
  void fill(int sent, int closed) throws IOException {
    this.sent = sent;
    cachedBefore.addAll(cached());
    file("Dockerfile", "FROM scratch\nCOPY . /\n");
    byte[] block = new byte[MEBIBYTE];
    Random random = new Random(1);
    for (int i = 0; i < sent; i++) {
      random.nextBytes(block);
      try (OutputStream out = Files.newOutputStream(context.resolve("sent" + i / 64), CREATE, APPEND)) {
        out.write(block);
      }
    }
    Path directory = Files.createDirectory(context.resolve(CLOSED));
    for (int left = closed; left > 0; left -= 1024) {
      // Holes: what is never read needs no content.
      try (RandomAccessFile file = new RandomAccessFile(directory.resolve("large" + left).toFile(), "rw")) {
        file.setLength((long) Math.min(left, 1024) * MEBIBYTE);
      }
    }
  }

  /** Builds, and tells what the program printed. */
  List<String> built() throws IOException, InterruptedException {
    Path closed = context.resolve(CLOSED);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      return BuildInSmallHeap.run(engine, builder, context, local.resolve("output"));
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Checks that an image of this run has so many MiB. */
  void assertSize(int mebibytes, String id) {
    ImageInspect image = docker.images().get(id).inspect();
    assertEquals(RUN, image.config().labels().get(LABEL));
    assertEquals(mebibytes, image.size() / MEBIBYTE, image::toString);
  }

  /** The records of BuildKit's cache that are as large as the context. */
  private List<String> cached() {
    return docker.builds().cache().stream().filter(each -> each.size() / MEBIBYTE == sent).map(BuildCache::id).toList();
  }

  /** The context and what is made of it stay in the cache otherwise, gigabytes of it. */
  @AfterEach
  @Timeout(120)
  void removeCached() {
    removeBuilt();
    // Only records on which no other one builds can go.
    Poll.until(() -> "these stay: " + cached(), Poll.SOON, () -> {
      List<String> left = cached().stream().filter(id -> !cachedBefore.contains(id)).toList();
      left.forEach(id -> docker.builds().prune(o -> o.all().id(id)));
      return left.isEmpty();
    });
  }
}
