package io.longshore.internal.http;

import io.longshore.generated.runtime.Feature;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.RequestBody;
import java.io.IOException;
import java.io.InputStream;
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
}
