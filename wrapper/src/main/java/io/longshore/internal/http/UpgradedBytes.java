package io.longshore.internal.http;

import io.longshore.DockerException;
import io.longshore.internal.stream.ByteDuplex;
import io.longshore.internal.transport.Duplex;
import java.io.IOException;
import okhttp3.Call;

/** The bytes of a connection that an engine has handed over. */
final class UpgradedBytes implements ByteDuplex {
  private final Duplex duplex;
  private final Call call;
  private final Failures failures;
  private final String contentType;

  UpgradedBytes(Duplex duplex, Call call, Failures failures, String contentType) {
    this.duplex = duplex;
    this.call = call;
    this.failures = failures;
    this.contentType = contentType;
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    try {
      return duplex.input().read(into, offset, length);
    } catch (IOException e) {
      throw failures.inStream(e, call);
    }
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    try {
      duplex.output().write(from, offset, length);
    } catch (IOException e) {
      throw failures.inStream(e, call);
    }
  }

  @Override
  public void closeOutput() {
    try {
      duplex.closeOutput();
    } catch (IOException e) {
      throw failures.inStream(e, call);
    }
  }

  @Override
  public DockerException truncated(String reason) {
    return failures.truncated(new IOException(reason));
  }

  @Override
  public DockerException failed(String reason) {
    return failures.failed(reason);
  }

  @Override
  public void close() {
    duplex.close();
  }
}
