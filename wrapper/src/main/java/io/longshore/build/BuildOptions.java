package io.longshore.build;

import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.engine.model.ImageBuildOptions;
import io.longshore.internal.credentials.RegistryName;
import io.longshore.internal.image.Reference;
import io.longshore.internal.options.Check;
import io.longshore.progress.TransferProgress;
import io.longshore.registry.RegistryAuth;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What to build, and how. One of {@link #directory}, {@link #archive} and {@link #remote} is required. Not thread-safe;
 * what it collects may hold secrets, so {@link #toString()} shows nothing of it.
 */
public final class BuildOptions {
  final BuildSettings settings = new BuildSettings();

  BuildOptions() {}

  /**
   * Builds from a directory: everything in it that its {@code .dockerignore} does not exclude is sent to the engine.
   *
   * @param directory the build context
   * @return this
   */
  public BuildOptions directory(Path directory) {
    settings.directory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Builds from a tar archive that contains the Dockerfile. Docker: {@code docker build -}.
   *
   * @param tar the build context, plain or compressed; it is read to its end, and the caller closes it
   * @return this
   */
  public BuildOptions archive(InputStream tar) {
    settings.archive = Objects.requireNonNull(tar, "tar");
    return this;
  }

  /**
   * Builds from what the engine fetches: a Git repository, or the address of a tar archive or of a Dockerfile.
   *
   * @param url such as {@code https://github.com/shop/app.git#main:server}
   * @return this
   */
  public BuildOptions remote(String url) {
    settings.remote = Check.text("url", url);
    return this;
  }

  /**
   * Sets the Dockerfile; {@code Dockerfile} in the build context unless set. Docker: {@code --file}.
   *
   * @param dockerfile its path. A relative one is in the build context, whatever the working directory is; an absolute
   *     one is for a {@link #directory}, and may be outside it
   * @return this
   */
  public BuildOptions dockerfile(Path dockerfile) {
    settings.dockerfile = Objects.requireNonNull(dockerfile, "dockerfile");
    return this;
  }

  /**
   * Gives names to the image.
   *
   * @param references names with a tag, or {@code latest} without one
   * @return this
   * @throws IllegalArgumentException if one is not valid
   */
  public BuildOptions tag(String... references) {
    for (String each : Check.words("references", references)) {
      Reference.parse(each).withoutDigest("a build");
      settings.tags.add(each);
    }
    return this;
  }

  /**
   * Sets an {@code ARG} of the Dockerfile. Not for secrets, which have {@link #secret(String, String)}: the image's
   * history shows it.
   *
   * @param name the argument
   * @param value its value
   * @return this
   */
  public BuildOptions buildArg(String name, String value) {
    settings.arguments.put(Check.text("name", name), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Gives the image a label.
   *
   * @param name the label
   * @param value its value
   * @return this
   */
  public BuildOptions label(String name, String value) {
    settings.labels.put(Check.text("name", name), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Sets the stage to end with; the last one unless set. Since API 1.29.
   *
   * @param stage its name in the Dockerfile
   * @return this
   */
  public BuildOptions target(String stage) {
    settings.target = Check.text("stage", stage);
    return this;
  }

  /**
   * Sets the platform of the image; the engine's own unless set. Since API 1.32.
   *
   * @param platform such as {@code linux/arm64}
   * @return this
   */
  public BuildOptions platform(String platform) {
    settings.platform = Check.text("platform", platform);
    return this;
  }

  /**
   * Sets the network of the steps that run programs. Since API 1.25.
   *
   * @param network {@code bridge}, {@code none}, {@code host} or, for the classic builder, a network's name
   * @return this
   */
  public BuildOptions network(String network) {
    settings.network = Check.text("network", network);
    return this;
  }

  /**
   * Adds images that steps may be taken from, beside the engine's own cache. Since API 1.25.
   *
   * @param references the images
   * @return this
   */
  public BuildOptions cacheFrom(String... references) {
    for (String each : Check.words("references", references)) {
      settings.cacheFrom.add(Check.text("reference", each));
    }
    return this;
  }

  /**
   * Does not use the build cache.
   *
   * @return this
   */
  public BuildOptions noCache() {
    settings.noCache = true;
    return this;
  }

  /**
   * Looks for newer base images in their registries, also if the engine has these.
   *
   * @return this
   */
  public BuildOptions pull() {
    settings.pull = true;
    return this;
  }

  /**
   * Makes a secret available to the steps that mount it with {@code RUN --mount=type=secret,id=…}. It goes to the
   * engine when such a step asks for it, and is not part of the image. Only BuildKit has secrets, so it is the builder
   * unless {@link #builder} says otherwise. It needs the library {@code longshore-buildkit} beside this one; {@code
   * docker buildx} does not, and takes up to 128,000 bytes of text.
   *
   * @param id its name in the Dockerfile
   * @param value the secret
   * @return this
   */
  public BuildOptions secret(String id, String value) {
    byte[] bytes = Objects.requireNonNull(value, "value").getBytes(StandardCharsets.UTF_8);
    settings.secrets.put(Check.text("id", id), () -> bytes);
    return this;
  }

  /**
   * Makes the content of a file available as a secret: see {@link #secret(String, String)}.
   *
   * @param id its name in the Dockerfile
   * @param file read when a step asks for it; BuildKit takes up to about 4 MB
   * @return this
   */
  public BuildOptions secret(String id, Path file) {
    Path whole = file.toAbsolutePath();
    settings.secrets.put(Check.text("id", id), new BuildSettings.SecretFile(whole));
    return this;
  }

  /**
   * Sets the builder. Unless set, it is the one that the engine prefers: the classic one before Docker 23, and BuildKit
   * since then. {@link BuildResult#builder()} tells which one it was.
   *
   * @param builder the builder
   * @return this
   */
  public BuildOptions builder(BuilderKind builder) {
    settings.builder = Objects.requireNonNull(builder, "builder");
    return this;
  }

  /**
   * Builds with the docker command and its plugin buildx, and sets what only these can. Both must be installed, buildx
   * in version 0.13 or newer. {@link #auth}, {@link #options} and {@link #objects} are for the other builders.
   *
   * @param buildx sets it
   * @return this
   */
  public BuildOptions buildx(Consumer<BuildxOptions> buildx) {
    BuildxOptions own = settings.buildx == null ? new BuildxOptions() : settings.buildx;
    Objects.requireNonNull(buildx, "buildx").accept(own);
    settings.buildx = own;
    return this;
  }

  /**
   * Sets the credentials for a registry of base images. For others, the client's are used: see
   * {@link io.longshore.DockerClient.Builder#credentials}. With the classic builder, credentials go to the engine for
   * those registries that the Dockerfile's {@code FROM} and {@code COPY --from} name, as far as this library sees the
   * Dockerfile, which is in a {@link #directory}; and all that this method sets. With BuildKit they go there when it
   * asks for them, for which {@code longshore-buildkit} must be on the class path.
   *
   * @param registry host and port, or {@link RegistryAuth#DOCKER_HUB}
   * @param auth the credentials
   * @return this
   */
  public BuildOptions auth(String registry, RegistryAuth auth) {
    if (!Check.text("registry", registry).equals(RegistryAuth.DOCKER_HUB) && registry.indexOf('/') >= 0) {
      throw new IllegalArgumentException("a registry is a host, with its port if it has one, and not " + registry);
    }
    settings.auths.put(RegistryName.isHub(registry) ? RegistryAuth.DOCKER_HUB : registry,
        Objects.requireNonNull(auth, "auth"));
    return this;
  }

  /**
   * Sets what else the API has for a build: limits of the steps, further hosts, squashing. What has a method here is
   * set by that method.
   *
   * @param options sets them
   * @return this
   */
  public BuildOptions options(Consumer<ImageBuildOptions> options) {
    settings.more = settings.more.andThen(Objects.requireNonNull(options, "options"));
    return this;
  }

  /**
   * Sets how long the whole build may take before it throws {@link io.longshore.error.DeadlineException} and ends on
   * the engine. Unless set, it may take as long as it takes: a step may be silent for hours, as long as the engine
   * answers other calls. Interrupting the thread and closing the client end a build, too.
   *
   * @param timeout more than zero
   * @return this
   */
  public BuildOptions timeout(Duration timeout) {
    settings.timeout = Check.positive("timeout", timeout);
    return this;
  }

  /**
   * Reports how far the build has come: the context that is sent, the layers of base images, and the steps.
   *
   * @param progress a new one for this build
   * @return this
   */
  public BuildOptions progress(TransferProgress progress) {
    settings.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }

  /**
   * Reports each change of a step. An exception from this consumer ends the build.
   *
   * @param steps called with the step after the change, in the thread that builds
   * @return this
   */
  public BuildOptions steps(Consumer<BuildStep> steps) {
    settings.steps = Objects.requireNonNull(steps, "steps");
    return this;
  }

  /**
   * Reports what the steps print. An exception from this consumer ends the build.
   *
   * @param output called with each piece, in the thread that builds
   * @return this
   */
  public BuildOptions output(Consumer<BuildOutput> output) {
    settings.output = Objects.requireNonNull(output, "output");
    return this;
  }

  /**
   * Reports the objects as the engine sends them. An exception from this consumer ends the build.
   *
   * @param objects called with each one, in the thread that builds
   * @return this
   */
  public BuildOptions objects(Consumer<BuildProgress> objects) {
    settings.objects = Objects.requireNonNull(objects, "objects");
    return this;
  }

  @Override
  public String toString() {
    return "BuildOptions";
  }
}
