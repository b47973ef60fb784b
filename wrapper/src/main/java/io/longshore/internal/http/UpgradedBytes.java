package io.longshore.internal.http;

import io.longshore.error.DockerException;
import io.longshore.internal.stream.ByteDuplex;
import io.longshore.internal.transport.Duplex;
import java.io.IOException;
import java.util.Locale;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** The bytes of a connection that an engine has handed over. */
final class UpgradedBytes implements ByteDuplex {
  private final Duplex duplex;
  private final Call call;
  private final Failures failures;
  private final String contentType;
  private final String server;

  UpgradedBytes(Duplex duplex, Call call, Failures failures, String contentType, String server) {
    this.duplex = duplex;
    this.call = call;
    this.failures = failures;
    this.contentType = contentType;
    this.server = server;
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

  /** nginx puts its own name in place of the engine's, also where it is built to hide its version. */
  @Override
  public @Nullable String cutsWithInput() {
    String name = server.toLowerCase(Locale.ROOT);
    return name.startsWith("nginx") || name.startsWith("openresty") ? "nginx" : null;
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
