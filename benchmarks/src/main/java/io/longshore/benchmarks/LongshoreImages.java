package io.longshore.benchmarks;

import io.longshore.DockerClient;
import io.longshore.build.BuilderKind;
import io.longshore.stream.ByteStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

final class LongshoreImages implements ImagePeer {

  private static final int BUFFER = 64 * 1024;

  private final DockerClient docker;

  LongshoreImages(URI host) {
    this.docker = DockerClient.builder().host(host.toString()).build();
  }

  @Override
  public void push(String reference) {
    docker.images().get(reference).push();
  }

  @Override
  public void pull(String reference) {
    docker.images().pull(reference);
  }

  @Override
  public long save(String reference) throws IOException {
    try (ByteStream archive = docker.images().save(reference)) {
      return Streams.drain(archive.inputStream(), BUFFER);
    }
  }

  @Override
  public void load(Path archive) {
    docker.images().load(archive, l -> {});
  }

  @Override
  public void build(Path context, String reference) {
    docker.builds().build(b -> b.directory(context).tag(reference).builder(BuilderKind.CLASSIC));
  }

  @Override
  public void close() {
    docker.close();
  }
}
