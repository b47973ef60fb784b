package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.runtime.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The objects of a build on their way to the client. The answer begins with the first one. */
final class BuildStream extends OutputStream {
  private final HttpResponse response;
  private final boolean quiet;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private @Nullable OutputStream out;

  /**
   * Begins nothing yet.
   *
   * @param quiet whether what is written is held back, and sent only if the build fails
   */
  BuildStream(HttpResponse response, boolean quiet) {
    this.response = response;
    this.quiet = quiet;
  }

  boolean isBegun() {
    return out != null || held.size() > 0;
  }

  void send(BuildProgress object) throws IOException {
    write(Json.encode(BuildProgress.ADAPTER, object).bytes());
    write('\r');
    write('\n');
    flush();
  }

  /** Ends with the objects that were held back, if any, and a last one. */
  void end(BuildProgress last, boolean all) throws IOException {
    OutputStream begun = begun();
    if (all) {
      held.writeTo(begun);
    }
    begun.write(Json.encode(BuildProgress.ADAPTER, last).bytes());
    begun.write('\r');
    begun.write('\n');
    begun.close();
  }

  private OutputStream begun() throws IOException {
    OutputStream begun = out;
    if (begun == null) {
      response.header("Content-Type", "application/json");
      begun = response.stream(200);
      out = begun;
    }
    return begun;
  }

  @Override
  public void write(int b) throws IOException {
    (quiet ? held : begun()).write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    (quiet ? held : begun()).write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (!quiet) {
      begun().flush();
    }
  }
}
