package io.longshore.internal.image;

import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.internal.http.ApiExecutor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A platform that a program asks for. Engines pull the only image that a registry has under a name, whatever platform
 * was asked for, as if all were well.
 *
 * @param os null if it is left out
 * @param architecture in the words of images; null if it is left out
 */
public record Platform(@Nullable String os, @Nullable String architecture) {
  private static final Set<String> SYSTEMS = Set.of("linux", "windows", "darwin", "freebsd");

  private static final Map<String, String> ARCHITECTURES = Map.of("x86_64", "amd64", "x86-64", "amd64", "aarch64",
      "arm64", "i386", "386", "armhf", "arm", "armel", "arm");

  private static final ApiVersion INSPECTS_PLATFORMS = new ApiVersion(1, 49);

  /** Reads a platform as the docker command does. */
  public static Platform parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
    boolean isSystem = parts.length > 1 || SYSTEMS.contains(parts[0]);
    String architecture = parts.length > 1 ? parts[1] : isSystem ? null : parts[0];
    return new Platform(isSystem ? parts[0] : null,
        architecture == null ? null : ARCHITECTURES.getOrDefault(architecture, architecture));
  }

  /** Whether an image is for this platform, or the engine has it for this one too. */
  public boolean isOf(ApiExecutor calls, String name, ImageInspect image) {
    if (matches(os, image.os()) && matches(architecture, image.architecture())) {
      return true;
    }
    try {
      return hasSeveral(calls, name);
    } catch (EngineException e) {
      // A proxy may not allow to ask.
      return true;
    }
  }

  private static boolean matches(@Nullable String asked, @Nullable String has) {
    return asked == null || has == null || has.isEmpty() || asked.equalsIgnoreCase(has);
  }

  /** Whether the engine has the image for this platform beside the one that it prefers. */
  private boolean hasSeveral(ApiExecutor calls, String image) {
    if (architecture == null) {
      return false;
    }
    if (!INSPECTS_PLATFORMS.isAfter(calls.version())) {
      String whole = (os == null ? "linux" : os) + "/" + architecture;
      try {
        calls.call(ImageApi.imageInspect(image).options(o -> o.platform(whole)).request());
        return true;
      } catch (NotFoundException e) {
        return false;
      }
    }
    // Older ones cannot be asked. Only those with containerd's store keep several.
    return calls.call(SystemApi.systemInfo().request()).driverStatus().stream()
        .anyMatch(pair -> pair != null && pair.contains("io.containerd.snapshotter.v1"));
  }
}
