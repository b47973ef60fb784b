package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.generated.engine.model.OciPlatform;
import io.longshore.generated.runtime.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The one platform that images here are for. */
final class Platforms {
  static final String OS = "linux";
  static final String ARCHITECTURE = "amd64";

  private Platforms() {}

  /** Whether a request asks for nothing else. */
  static boolean has(HttpRequest request) {
    List<String> asked = request.queryAll("platform");
    return asked.isEmpty() || asked.stream().anyMatch(Platforms::is);
  }

  /** Refuses one that an image is not for. */
  static void require(HttpRequest request, String image) {
    if (!has(request)) {
      throw missing(image, request.query("platform"));
    }
  }

  /** The same where the platform is not in JSON. */
  static void requirePlain(HttpRequest request, String image) {
    String asked = request.query("platform");
    if (!isOfThis(asked)) {
      throw missing(image, asked);
    }
  }

  /** Whether it is the one of this engine, or none is named. */
  static boolean isOfThis(String asked) {
    return asked.isEmpty() || asked.equals(OS) || asked.startsWith(OS + "/" + ARCHITECTURE);
  }

  private static EngineError missing(String image, String platform) {
    return EngineError.notFound(
        "image with reference " + image + " was found but does not provide the specified platform (" + platform + ")");
  }

  private static boolean is(String json) {
    try {
      OciPlatform platform = Json.decode(OciPlatform.ADAPTER, json.getBytes(StandardCharsets.UTF_8));
      return platform != null && OS.equals(platform.os()) && ARCHITECTURE.equals(platform.architecture());
    } catch (IOException | RuntimeException e) {
      throw EngineError.invalid("failed to parse platform: " + e.getMessage());
    }
  }
}
