package io.longshore.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** One way to talk to an engine. Each method does what a user of it would, and says how much came of it. */
interface Peer extends AutoCloseable {

  static Peer open(String name, URI host) throws IOException {
    return switch (name) {
      case "longshore" -> new LongshorePeer(host);
      case "zerodep", "httpclient5" -> new DockerJavaPeer(name, host);
      case "raw" -> new RawPeer(host);
      default -> throw new IllegalArgumentException("no such peer: " + name);
    };
  }

  void ping() throws IOException;

  void start(String container) throws IOException;

  /** A POST with a parameter, which a real engine answers the same way every time. */
  void signal(String container) throws IOException;

  void inspect(String container) throws IOException;

  /** Containers in the list. */
  long list(int limit) throws IOException;

  /** Bytes of the frames' payloads. */
  long followLog(String container) throws IOException;

  /** Bytes of the archive. */
  long download(String container) throws IOException;

  void upload(String container, InputStream tar, long size) throws IOException;

  @Override
  void close() throws IOException;
}
