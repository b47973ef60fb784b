package io.longshore.progress;

import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.runtime.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What real engines sent, without the bars that they draw and with another name of the image. */
final class Recordings {
  private Recordings() {}

  static List<ImageProgress> of(String name) {
    try (InputStream in = Recordings.class.getResourceAsStream("/progress/" + name + ".jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Recordings::step).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ImageProgress step(String json) {
    try {
      return Json.decode(ImageProgress.ADAPTER, json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
