package com.github.dockerjava.core;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Opens to the benchmarks what docker-java takes logs apart with; its public FrameReader has no part in that. */
public final class FrameParts {

  private FrameParts() {}

  /** Takes a log apart. */
  public static void read(InputStream log, ResultCallback<Frame> callback) {
    new FramedInputStreamConsumer(callback).accept(new Answer(log));
  }

  private record Answer(InputStream body) implements DockerHttpClient.Response {

    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return Map.of();
    }

    @Override
    public InputStream getBody() {
      return body;
    }

    @Override
    public void close() {}
  }
}
