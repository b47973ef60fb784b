package io.longshore.internal.stream;

import io.longshore.error.DockerException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Passes on what another source has; who extends it looks at what is read. */
public abstract class FilterSource implements ByteSource {
  protected final ByteSource source;

  protected FilterSource(ByteSource source) {
    this.source = source;
  }

  @Override
  public String contentType() {
    return source.contentType();
  }

  @Override
  public @Nullable Instant date() {
    return source.date();
  }

  @Override
  public DockerException truncated(String reason) {
    return source.truncated(reason);
  }

  @Override
  public DockerException failed(String reason) {
    return source.failed(reason);
  }

  @Override
  public void close() {
    source.close();
  }
}
