package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A program of its own, for a JVM with little memory: copies a file into a container and out again, by every way there
 * is, and prints how long each took and the digest of what came out.
 */
final class CopyInSmallHeap {
  private CopyInSmallHeap() {}

  /** Takes the engine's address, the container's id, the file and a folder to copy it to. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[2]);
    Path folder = Path.of(arguments[3]);
    try (DockerClient docker = DockerClient.builder().host(arguments[0]).build()) {
      Container container = docker.containers().get(arguments[1]);
      timed("copied in", () -> container.files().copyTo(file, "/big"));
      timed("copied out", () -> container.files().copyFrom("/big", folder));
      if (Files.mismatch(file, folder.resolve("big")) != -1) {
        throw new AssertionError("what came out is not what went in");
      }
      timed("written", () -> write(container, file));
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      timed("read", () -> read(container, digest));
      System.out.println("sha256 " + HexFormat.of().formatHex(digest.digest()));
      timed("exported", () -> export(container, Files.size(file)));
    }
  }

  private static void write(Container container, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      container.files().write("/big", in, Files.size(file));
    }
  }

  private static void read(Container container, MessageDigest digest) throws IOException {
    try (var content = container.files().open("/big")) {
      content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
  }

  private static void export(Container container, long atLeast) throws IOException {
    try (var export = container.export()) {
      if (export.transferTo(OutputStream.nullOutputStream()) < atLeast) {
        throw new AssertionError("the export is smaller than a file in it");
      }
    }
  }

  private static void timed(String what, Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    System.out.println(what + " in " + (System.nanoTime() - start) / 1_000_000 + " ms");
  }

  /** One way of copying. */
  private interface Step {
    void run() throws Exception;
  }
}
