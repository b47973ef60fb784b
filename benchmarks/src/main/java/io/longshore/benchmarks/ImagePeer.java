package io.longshore.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** One way to build and move images; each method ends when the image is where it belongs. */
interface ImagePeer extends AutoCloseable {

  static ImagePeer open(String name, URI host) {
    return name.equals("longshore") ? new LongshoreImages(host) : new DockerJavaImages(new DockerJavaPeer(name, host));
  }

  void push(String reference) throws IOException;

  void pull(String reference) throws IOException;

  /** Reads the archive and keeps nothing; returns its length in bytes. */
  long save(String reference) throws IOException;

  void load(Path archive) throws IOException;

  /** Builds with the classic builder. */
  void build(Path context, String reference) throws IOException;

  @Override
  void close() throws IOException;
}
