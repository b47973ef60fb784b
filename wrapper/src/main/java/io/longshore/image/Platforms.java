package io.longshore.image;

import io.longshore.generated.engine.model.OciPlatform;
import io.longshore.generated.runtime.Json;
import io.longshore.internal.Check;
import java.nio.charset.StandardCharsets;

/** Platforms as the newer parameters want them. */
final class Platforms {
  private Platforms() {}

  /** Turns {@code os/architecture/variant} into JSON. */
  static String json(String platform) {
    String[] parts = Check.text("platform", platform).split("/", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new IllegalArgumentException(
          "platform is '" + platform + "'; write operating system and architecture, such as linux/arm64 or linux/arm/v7");
    }
    OciPlatform.Builder json = OciPlatform.builder().os(parts[0]).architecture(parts[1]);
    if (parts.length == 3) {
      json.variant(parts[2]);
    }
    return new String(Json.encode(OciPlatform.ADAPTER, json.build()).bytes(), StandardCharsets.UTF_8);
  }
}
