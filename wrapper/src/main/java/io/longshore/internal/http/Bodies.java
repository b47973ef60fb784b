package io.longshore.internal.http;

import io.longshore.generated.runtime.Feature;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import okhttp3.MediaType;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A request's body as OkHttp sends it, and the newer fields that it uses. */
record Bodies(okhttp3.@Nullable RequestBody body, List<Feature> features) {
  static final Bodies NONE = new Bodies(null, List.of());

  private static final int CHUNK = 64 * 1024;

  static Bodies of(@Nullable RequestBody body) {
    if (body instanceof RequestBody.OfJson<?> json) {
      Json.Encoded encoded = json.encode();
      return new Bodies(
          okhttp3.RequestBody.create(encoded.bytes(), MediaType.get(json.contentType())), encoded.features());
    }
    if (body instanceof RequestBody.OfBytes bytes) {
      return new Bodies(new Streamed(bytes), List.of());
    }
    if (body instanceof RequestBody.OfWriter writer) {
      return new Bodies(new Written(writer), List.of());
    }
    return NONE;
  }

  private static final class Streamed extends okhttp3.RequestBody {
    private final RequestBody.OfBytes bytes;

    Streamed(RequestBody.OfBytes bytes) {
      this.bytes = bytes;
    }

    @Override
    public MediaType contentType() {
      return MediaType.get(bytes.contentType());
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] chunk = new byte[CHUNK];
      for (int count = read(chunk); count >= 0; count = read(chunk)) {
        sink.write(chunk, 0, count);
      }
    }

    private int read(byte[] chunk) throws IOException {
      InputStream in = bytes.bytes();
      try {
        return in.read(chunk);
      } catch (IOException e) {
        throw new BodySourceException(e);
      }
    }
  }

  private static final class Written extends okhttp3.RequestBody {
    private final RequestBody.OfWriter body;

    Written(RequestBody.OfWriter body) {
      this.body = body;
    }

    @Override
    public MediaType contentType() {
      return MediaType.get(body.contentType());
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      ToConnection out = new ToConnection(sink.outputStream());
      IOException failure = null;
      try {
        body.writer().writeTo(out);
      } catch (IOException e) {
        failure = e;
      }
      // Whatever the writer throws: if the connection has failed, that is the reason.
      if (out.failure != null) {
        throw out.failure;
      }
      if (failure != null) {
        throw new BodySourceException(failure);
      }
    }
  }

  /** Remembers its failure, to distinguish it from a failure of the writer's source. */
  private static final class ToConnection extends OutputStream {
    private final OutputStream sink;
    private @Nullable IOException failure;

    ToConnection(OutputStream sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (failure != null) {
        throw failure;
      }
      try {
        sink.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
