package io.longshore.benchmarks;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;

final class DockerJavaPeer implements Peer {

  private static final int BUFFER = 64 * 1024;

  private final DockerClient docker;

  DockerJavaPeer(String transport, URI host) {
    DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(host.toString())
        .withDockerTlsVerify(false)
        .build();
    DockerHttpClient http = transport.equals("zerodep")
        ? new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build()
        : new ApacheDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build();
    this.docker = DockerClientImpl.getInstance(config, http);
  }

  DockerClient client() {
    return docker;
  }

  @Override
  public void ping() {
    docker.pingCmd().exec();
  }

  @Override
  public void start(String container) {
    docker.startContainerCmd(container).exec();
  }

  @Override
  public void signal(String container) {
    docker.killContainerCmd(container).withSignal("SIGCONT").exec();
  }

  @Override
  public void inspect(String container) {
    if (docker.inspectContainerCmd(container).exec().getState() == null) {
      throw new IllegalStateException("no state");
    }
  }

  @Override
  public long list(int limit) {
    return docker.listContainersCmd().withShowAll(true).withLimit(limit).exec().size();
  }

  @Override
  public long followLog(String container) throws IOException {
    Counting counting = new Counting();
    try {
      docker.logContainerCmd(container)
          .withStdOut(true)
          .withStdErr(true)
          .withFollowStream(true)
          .exec(counting)
          .awaitCompletion();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
    return counting.bytes;
  }

  private static final class Counting extends ResultCallback.Adapter<Frame> {
    private volatile long bytes;
    private long sum;

    @Override
    public void onNext(Frame frame) {
      sum += frame.getPayload().length;
    }

    @Override
    public void onComplete() {
      bytes = sum;
      super.onComplete();
    }
  }

  @Override
  public long download(String container) throws IOException {
    try (InputStream tar = docker.copyArchiveFromContainerCmd(container, "/a").exec()) {
      return Streams.drain(tar, BUFFER);
    }
  }

  @Override
  public void upload(String container, InputStream tar, long size) {
    docker.copyArchiveToContainerCmd(container).withRemotePath("/").withTarInputStream(tar).exec();
  }

  @Override
  public void close() throws IOException {
    docker.close();
  }
}
