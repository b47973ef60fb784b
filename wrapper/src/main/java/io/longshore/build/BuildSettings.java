package io.longshore.build;

import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.engine.model.ImageBuildOptions;
import io.longshore.progress.TransferProgress;
import io.longshore.registry.RegistryAuth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the options of a build have collected. */
final class BuildSettings {
  static final Consumer<BuildProgress> NO_OBJECTS = object -> {};

  @Nullable
  Path directory;
  @Nullable
  InputStream archive;
  @Nullable
  String remote;
  @Nullable
  Path dockerfile;
  final List<String> tags = new ArrayList<>();
  final Map<String, String> arguments = new LinkedHashMap<>();
  final Map<String, String> labels = new LinkedHashMap<>();
  final List<String> cacheFrom = new ArrayList<>();
  final Map<String, Secret> secrets = new LinkedHashMap<>();
  /** By the registry's name in the docker command's files. */
  final Map<String, RegistryAuth> auths = new LinkedHashMap<>();
  @Nullable
  String target;
  @Nullable
  String platform;
  @Nullable
  String network;
  boolean noCache;
  boolean pull;
  @Nullable
  BuilderKind builder;
  @Nullable
  Duration timeout;
  @Nullable
  TransferProgress progress;
  @Nullable
  BuildxOptions buildx;
  Consumer<ImageBuildOptions> more = options -> {};
  Consumer<BuildStep> steps = step -> {};
  Consumer<BuildOutput> output = output -> {};
  Consumer<BuildProgress> objects = NO_OBJECTS;

  /** The bytes of a secret. */
  interface Secret {
    byte[] read() throws IOException;
  }

  /** One that is read when it is needed. */
  record SecretFile(Path file) implements Secret {
    /** What gRPC takes as one message, unless it is told otherwise. */
    private static final int LARGEST = 4 * 1024 * 1024 - 1024;

    @Override
    public byte[] read() throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(LARGEST + 1);
        if (content.length > LARGEST) {
          throw new IOException("it has more than " + LARGEST + " bytes, which is more than BuildKit takes");
        }
        return content;
      }
    }
  }

  /** Checks what no single option can. */
  void check() {
    int sources = (directory == null ? 0 : 1) + (archive == null ? 0 : 1) + (remote == null ? 0 : 1);
    if (sources != 1) {
      throw new IllegalArgumentException(
          sources == 0
              ? "nothing to build from; call directory(…), archive(…) or remote(…)"
              : "there is more than one build context; call one of directory(…), archive(…) and remote(…)");
    }
    if (dockerfile != null && directory == null && dockerfile.isAbsolute()) {
      throw new IllegalArgumentException(
          "the Dockerfile is in the archive, so its path is relative: " + dockerfile);
    }
    if (buildx != null && builder != null && builder != BuilderKind.BUILDX) {
      throw new IllegalArgumentException(
          "buildx(…) and builder(" + builder + ") are both set; leave one of them out");
    }
    if (buildx != null || builder == BuilderKind.BUILDX) {
      builder = BuilderKind.BUILDX;
      buildx = buildx == null ? new BuildxOptions() : buildx;
      BuildxCommand.check(this, buildx);
    }
    secrets.forEach((id, secret) -> {
      if (secret instanceof SecretFile file && !Files.isReadable(file.file())) {
        throw new IllegalArgumentException(
            "the file of the secret " + id + " is not there, or cannot be read: " + file.file());
      }
    });
    if (builder == BuilderKind.CLASSIC && !secrets.isEmpty()) {
      throw new IllegalArgumentException("the classic builder has no secrets; leave builder(CLASSIC) out");
    }
  }

  /** How messages name what is built. */
  String name() {
    if (!tags.isEmpty()) {
      return tags.get(0);
    }
    if (directory != null) {
      return directory.toString();
    }
    return remote == null ? "an archive" : BuildTrace.hiddenSecrets(remote);
  }
}
