package io.longshore.benchmarks;

import io.longshore.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A build context of many small files. The image needs one of them, so nearly all of a build is to send the context and
 * to unpack it.
 */
final class SmallFileBuilds {

  private static final int IN_DIRECTORY = 100;
  private static final int LEAST = 200;
  private static final int MOST = 2000;
  private static final int ROUNDS = 9;

  private final Options options;
  private final Path context;
  private final int directories;
  private final String reference = "longshore-benchmark-" + ProcessHandle.current().pid() + "/built:1";

  private SmallFileBuilds(Options options, Path context) {
    this.options = options;
    this.context = context;
    this.directories = options.quick() ? 5 : 500;
  }

  static void report(Report report, Options options) throws IOException {
    Path context = Files.createTempDirectory("longshore-benchmark-context");
    try {
      new SmallFileBuilds(options, context).run(report);
    } finally {
      Folders.delete(context);
    }
  }

  private void run(Report report) throws IOException {
    fill();
    try (DockerClient docker = DockerClient.builder().host(options.engine().toString()).build();
        ImageWorkers workers = new ImageWorkers(options.engine(), List.of())) {
      try {
        for (int round = options.quick() ? 0 : -1; round < Math.min(options.rounds(), ROUNDS); round++) {
          for (String peer : workers.inTurn(round)) {
            workers.ask(round, peer, "build", context + " " + reference);
          }
        }
      } finally {
        // Those of the peers differ, since they describe the same files differently.
        docker.images().list(o -> o.label("of", reference)).forEach(
            image -> docker.images().get(image.id()).removeIfExists(r -> r.force()));
      }
      report.heading("A build of " + Table.count((long) directories * IN_DIRECTORY)
          + " small files with the classic builder");
      workers.write(report);
    }
  }

  /** Random letters, because docker-java compresses: what is all alike would cost it less than real files do. */
  private void fill() throws IOException {
    // The label makes the image this run's own: removing it takes nothing from another run.
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\nLABEL of=" + reference + "\n");
    Random random = new Random(1);
    for (int i = 0; i < directories; i++) {
      Path directory = Files.createDirectory(context.resolve("directory" + i));
      for (int j = 0; j < IN_DIRECTORY; j++) {
        byte[] content = new byte[LEAST + random.nextInt(MOST - LEAST)];
        for (int k = 0; k < content.length; k++) {
          content[k] = (byte) ('a' + random.nextInt(26));
        }
        Files.write(directory.resolve("file" + j), content);
      }
    }
  }
}
