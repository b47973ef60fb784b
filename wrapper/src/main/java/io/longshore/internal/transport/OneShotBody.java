package io.longshore.internal.transport;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that changes something. Being one-shot it keeps OkHttp from sending the request again by
 * itself, as it would after 503 with {@code Retry-After: 0} even where retries are off.
 */
final class OneShotBody extends RequestBody {

  private final RequestBody delegate;
  private volatile boolean started;
  private volatile @Nullable RuntimeException thrown;

  OneShotBody(RequestBody delegate) {
    this.delegate = delegate;
  }

  /** Whether the body can be written from its start, which a stream that was begun cannot. */
  boolean repeatable() {
    return !started || !delegate.isOneShot();
  }

  /** Whether something may have been written. */
  boolean begun() {
    return started;
  }

  @Override
  public @Nullable MediaType contentType() {
    return delegate.contentType();
  }

  @Override
  public long contentLength() throws IOException {
    return delegate.contentLength();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    started = true;
    try {
      delegate.writeTo(sink);
    } catch (RuntimeException e) {
      thrown = e;
      throw e;
    }
  }

  /** Whether the failure came from the body's source, and not from the connection. */
  boolean hasThrown(RuntimeException e) {
    return thrown == e;
  }
}
