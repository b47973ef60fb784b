package io.longshore.benchmarks;

import io.longshore.DockerClient;
import io.longshore.stream.ByteStream;
import io.longshore.stream.LogFrame;
import io.longshore.stream.LogStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

final class LongshorePeer implements Peer {

  private static final int BUFFER = 64 * 1024;

  private final DockerClient docker;

  LongshorePeer(URI host) {
    this.docker = DockerClient.builder().host(host.toString()).build();
  }

  @Override
  public void ping() {
    docker.system().ping();
  }

  @Override
  public void start(String container) {
    docker.containers().get(container).start();
  }

  @Override
  public void signal(String container) {
    docker.containers().get(container).kill("SIGCONT");
  }

  @Override
  public void inspect(String container) {
    if (docker.containers().get(container).inspect().state() == null) {
      throw new IllegalStateException("no state");
    }
  }

  @Override
  public long list(int limit) {
    return docker.containers().list(l -> l.all().limit(limit)).size();
  }

  @Override
  public long followLog(String container) {
    long bytes = 0;
    try (LogStream log = docker.containers().get(container).logs(l -> l.follow())) {
      for (LogFrame frame : log) {
        bytes += frame.bytes().length;
      }
    }
    return bytes;
  }

  @Override
  public long download(String container) throws IOException {
    try (ByteStream tar = docker.containers().get(container).files().archive("/a")) {
      return Streams.drain(tar.inputStream(), BUFFER);
    }
  }

  @Override
  public void upload(String container, InputStream tar, long size) {
    docker.containers().get(container).files().extract("/", tar);
  }

  @Override
  public void close() {
    docker.close();
  }
}
