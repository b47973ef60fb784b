package io.longshore.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A peer that builds and moves images in a process of its own, line by line: what to do, and with which image, archive
 * or context. It answers with the nanoseconds that this took, those of CPU time, and the most memory that it ever had,
 * in KiB.
 */
public final class ImageWorker {

  private static final OperatingSystemMXBean SYSTEM = ManagementFactory
      .getPlatformMXBean(OperatingSystemMXBean.class);

  private ImageWorker() {}

  /** Arguments: the peer and the engine's address. */
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (ImagePeer peer = ImagePeer.open(args[0], URI.create(args[1]))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        long start = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        switch (words[0]) {
          case "push" -> peer.push(words[1]);
          case "pull" -> peer.pull(words[1]);
          case "save" -> {
            long bytes = peer.save(words[1]);
            if (bytes < Long.parseLong(words[2])) {
              throw new IllegalStateException("an archive of " + bytes + " bytes");
            }
          }
          case "load" -> peer.load(Path.of(words[1]));
          case "build" -> peer.build(Path.of(words[1]), words[2]);
          default -> throw new IllegalArgumentException(line);
        }
        System.out.println(System.nanoTime() - start + " " + (SYSTEM.getProcessCpuTime() - cpu) + " " + Proc.kib("VmHWM"));
      }
    }
  }
}
