package io.longshore.benchmarks;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

final class DockerJavaImages implements ImagePeer {

  private static final int BUFFER = 64 * 1024;

  private final DockerJavaPeer peer;

  DockerJavaImages(DockerJavaPeer peer) {
    this.peer = peer;
  }

  @Override
  public void push(String reference) throws IOException {
    await(peer.client().pushImageCmd(reference).start());
  }

  @Override
  public void pull(String reference) throws IOException {
    await(peer.client().pullImageCmd(reference).start());
  }

  private static void await(ResultCallback.Adapter<?> running) throws IOException {
    try {
      running.awaitCompletion();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public long save(String reference) throws IOException {
    try (InputStream archive = peer.client().saveImageCmd(reference).exec()) {
      return Streams.drain(archive, BUFFER);
    }
  }

  @Override
  public void load(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      peer.client().loadImageCmd(in).exec();
    }
  }

  @Override
  public void build(Path context, String reference) {
    peer.client().buildImageCmd(context.toFile()).withTags(Set.of(reference)).start().awaitImageId();
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}
