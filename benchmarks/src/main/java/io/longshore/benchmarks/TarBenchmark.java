package io.longshore.benchmarks;

import com.github.dockerjava.core.util.CompressArchiveUtil;
import io.longshore.internal.tar.TarReader;
import io.longshore.internal.tar.TarWriter;
import io.longshore.internal.tar.TreeExtractor;
import io.longshore.internal.tar.TreeWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A tree of a thousand small files into an archive on the disk, which is all that docker-java can do, and out of one
 * again, which it leaves to its users.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TarBenchmark {

  private static final int FOLDERS = 10;
  private static final int FILES = 100;
  private static final int SIZE = 1000;
  private static final TreeExtractor.Rules RULES = new TreeExtractor.Rules(false, false, Long.MAX_VALUE,
      Long.MAX_VALUE);

  private Path dir;
  private Path tree;
  private byte[] archive;

  /** Makes the tree and its archive. */
  @Setup
  public void setUp() throws IOException {
    dir = Files.createTempDirectory("longshore-benchmark");
    tree = dir.resolve("tree");
    for (int i = 0; i < FOLDERS; i++) {
      Path folder = Files.createDirectories(tree.resolve("folder" + i));
      for (int j = 0; j < FILES; j++) {
        Files.write(folder.resolve("file" + j), new byte[SIZE]);
      }
    }
    archive = Files.readAllBytes(writeLongshore());
  }

  /** Removes all of it. */
  @TearDown
  public void tearDown() throws IOException {
    Folders.delete(dir);
  }

  /** Through Longshore. */
  @Benchmark
  public Path writeLongshore() throws IOException {
    Path file = dir.resolve("longshore.tar");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      TarWriter tar = new TarWriter(out, bytes -> {});
      new TreeWriter(tar, false, null).addContent(tree);
      tar.finish();
    }
    return file;
  }

  /** Through docker-java. */
  @Benchmark
  public Path writeDockerJava() throws IOException {
    Path file = dir.resolve("docker-java.tar");
    CompressArchiveUtil.tar(tree, file, false, true);
    return file;
  }

  /** Where an archive goes; a new folder each time. */
  @State(Scope.Thread)
  public static class Target {
    private Path folder;

    /** Makes the folder. */
    @Setup(Level.Invocation)
    public void setUp() throws IOException {
      folder = Files.createTempDirectory("longshore-benchmark");
    }

    /** Removes what came into it. */
    @TearDown(Level.Invocation)
    public void tearDown() throws IOException {
      Folders.delete(folder);
    }
  }

  /** Through Longshore. */
  @Benchmark
  public void readLongshore(Target target) {
    TreeExtractor.content(new TarReader(new MemorySource(archive)), target.folder, false, RULES);
  }
}
