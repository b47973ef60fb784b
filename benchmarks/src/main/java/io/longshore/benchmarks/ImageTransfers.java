package io.longshore.benchmarks;

import io.longshore.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A large image to a registry and back, and into an archive and back, with a small heap. */
final class ImageTransfers implements AutoCloseable {

  private static final List<String> PEERS = List.of("zerodep", "httpclient5", "longshore");
  private static final String HEAP = "-Xmx64m";
  private static final int MEBIBYTE = 1 << 20;
  private static final int ROUNDS = 5;

  /** What one peer took for one thing in one round, in seconds. */
  private final Map<String, Map<String, List<Double>>> seconds = new LinkedHashMap<>();
  private final Map<String, Double> peaks = new LinkedHashMap<>();
  private final Map<String, Child> workers = new LinkedHashMap<>();
  private final Options options;
  private final DockerClient docker;
  private final Path directory;
  private final int mebibytes;
  private final String prefix = "longshore-benchmark-" + ProcessHandle.current().pid() + "/";
  private final Random random = new Random(1);

  private ImageTransfers(Options options, DockerClient docker, Path directory) {
    this.options = options;
    this.docker = docker;
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
    for (String peer : PEERS) {
      workers.put(peer, Child.start(List.of(HEAP), ImageWorker.class, peer, options.engine().toString()));
    }
    String kept = prefix + "kept:1";
    make(kept);
    Path archive = directory.resolve("kept.tar");
    try {
      docker.images().save(archive, s -> s.image(kept));
      List<String> order = new ArrayList<>(PEERS);
      for (int round = options.quick() ? 0 : -1; round < Math.min(options.rounds(), ROUNDS); round++) {
        for (String peer : order) {
          ask(round, peer, "save", kept + " " + (long) mebibytes * MEBIBYTE);
          docker.images().get(kept).remove();
          ask(round, peer, "load", archive.toString());
          if (options.registry() != null) {
            pushAndPull(round, peer);
          }
        }
        Collections.rotate(order, 1);
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
      ask(round, peer, "push", pushed);
      docker.images().get(pushed).remove();
      ask(round, peer, "pull", pushed);
    } finally {
      docker.images().get(pushed).remove(r -> r.force());
    }
  }

  private void ask(int round, String peer, String what, String with) {
    String[] answer = workers.get(peer).ask(what + " " + with).split(" ");
    peaks.put(peer, Long.parseLong(answer[1]) / 1024.0);
    // The first round is for the JIT and for what the engine reads from its disk.
    if (round >= 0) {
      seconds.computeIfAbsent(what, w -> new LinkedHashMap<>()).computeIfAbsent(peer, p -> new ArrayList<>())
          .add(Long.parseLong(answer[0]) / 1e9);
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
    Table table = report.table("", "zerodep", "httpclient5", "longshore", "to the better docker-java [10–90 %]",
        "wanted", "reached");
    seconds.forEach((what, of) -> {
      String best = Ratio.median(of.get("zerodep"), s -> s) < Ratio.median(of.get("httpclient5"), s -> s)
          ? "zerodep"
          : "httpclient5";
      Ratio ratio = Ratio.of(of.get("longshore"), of.get(best), s -> s);
      table.row(what + ", s", median(of, "zerodep"), median(of, "httpclient5"), median(of, "longshore"), ratio.text(),
          "≤ 1.00", Table.reached(ratio.median() <= 1));
    });
    table.row("peak memory of the process, MiB", Table.number(peaks.get("zerodep")),
        Table.number(peaks.get("httpclient5")), Table.number(peaks.get("longshore")), "", "", "");
  }

  private static String median(Map<String, List<Double>> of, String peer) {
    return Table.number(Ratio.median(of.get(peer), s -> s));
  }

  @Override
  public void close() {
    workers.values().forEach(Child::close);
  }
}
