package io.longshore.benchmarks;

import io.longshore.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A large image to a registry and back, and into an archive and back, with a small heap. */
final class ImageTransfers implements AutoCloseable {

  private static final String HEAP = "-Xmx64m";
  private static final int MEBIBYTE = 1 << 20;
  private static final int ROUNDS = 5;

  private final Options options;
  private final DockerClient docker;
  private final ImageWorkers workers;
  private final Path directory;
  private final int mebibytes;
  private final String prefix = "longshore-benchmark-" + ProcessHandle.current().pid() + "/";
  private final Random random = new Random(1);

  private ImageTransfers(Options options, DockerClient docker, Path directory) {
    this.options = options;
    this.docker = docker;
    this.workers = new ImageWorkers(options.engine(), List.of(HEAP));
    this.directory = directory;
    this.mebibytes = options.quick() ? 5 : 500;
  }

  static void report(Report report, Options options) throws IOException {
    Path directory = Files.createTempDirectory("longshore-benchmark-images");
    try (DockerClient docker = DockerClient.builder().host(options.engine().toString()).build();
        ImageTransfers transfers = new ImageTransfers(options, docker, directory)) {
      transfers.measure();
      transfers.write(report);
    } finally {
      Folders.delete(directory);
    }
  }

  private void measure() throws IOException {
    String kept = prefix + "kept:1";
    make(kept);
    Path archive = directory.resolve("kept.tar");
    try {
      docker.images().save(archive, s -> s.image(kept));
      for (int round = options.quick() ? 0 : -1; round < Math.min(options.rounds(), ROUNDS); round++) {
        for (String peer : workers.inTurn(round)) {
          workers.ask(round, peer, "save", kept + " " + (long) mebibytes * MEBIBYTE);
          docker.images().get(kept).remove();
          workers.ask(round, peer, "load", archive.toString());
          if (options.registry() != null) {
            pushAndPull(round, peer);
          }
        }
      }
    } finally {
      docker.images().get(kept).remove(r -> r.force());
    }
  }

  /** Each time another image: a registry takes no layer twice, and an engine knows which ones it has. */
  private void pushAndPull(int round, String peer) throws IOException {
    String pushed = options.registry() + "/" + prefix + peer + ":" + (round + 2);
    make(pushed);
    try {
      workers.ask(round, peer, "push", pushed);
      docker.images().get(pushed).remove();
      workers.ask(round, peer, "pull", pushed);
    } finally {
      docker.images().get(pushed).remove(r -> r.force());
    }
  }

  /** Bytes that do not compress. */
  private void make(String reference) throws IOException {
    Path tar = directory.resolve("new.tar");
    byte[] block = new byte[MEBIBYTE];
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file, StandardCharsets.UTF_8.name())) {
      TarArchiveEntry entry = new TarArchiveEntry("large");
      entry.setSize((long) mebibytes * MEBIBYTE);
      out.putArchiveEntry(entry);
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(block);
        out.write(block);
      }
      out.closeArchiveEntry();
    }
    try (InputStream in = Files.newInputStream(tar)) {
      docker.images().importTar(in, i -> i.reference(reference));
    }
  }

  private void write(Report report) {
    report.heading("An image of " + mebibytes + " MiB, with " + HEAP);
    workers.write(report);
  }

  @Override
  public void close() {
    workers.close();
  }
}
