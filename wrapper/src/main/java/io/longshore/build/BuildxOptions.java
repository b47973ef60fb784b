package io.longshore.build;

import io.longshore.internal.http.EngineVariables;
import io.longshore.internal.options.Check;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What only {@code docker buildx} can, for a build with {@link BuilderKind#BUILDX}. The texts are in the syntax of the
 * docker command, which checks them. Not thread-safe; what it collects may hold secrets, so {@link #toString()} shows
 * nothing of it.
 */
public final class BuildxOptions {
  /** What the library sets itself, to read what the command says. */
  private static final Pattern OWN = Pattern.compile("(?s)--(?:progress|metadata-file)(?:=.*)?");

  /** Flags that have a method. One letter may come after those of flags without a value. */
  private static final Pattern BUILDER = Pattern.compile("(?s)--builder(?:=.*)?");

  private static final Pattern OUTPUT = Pattern.compile("(?s)--output(?:=.*)?|-[qD]*o.*");

  final List<String> platforms = new ArrayList<>();
  final List<String> outputs = new ArrayList<>();
  final List<String> ssh = new ArrayList<>();
  final List<String> cacheTo = new ArrayList<>();
  final List<String> arguments = new ArrayList<>();
  final Map<String, String> variables = new LinkedHashMap<>();
  @Nullable
  String builderName;
  @Nullable
  Path program;

  BuildxOptions() {}

  /**
   * Adds platforms to build for, each of which becomes an image under the same name. An engine with the containerd
   * image store takes several; others need an output that does, and a builder of their own. Docker:
   * {@code --platform}.
   *
   * @param platforms such as {@code linux/amd64} and {@code linux/arm64}
   * @return this
   */
  public BuildxOptions platforms(String... platforms) {
    for (String each : Check.words("platforms", platforms)) {
      this.platforms.add(Check.text("platform", each));
    }
    return this;
  }

  /**
   * Adds a place for the result; call it again for more than one. Without any, the image is loaded into the engine.
   * Docker: {@code --output}.
   *
   * @param output one of
   *     <ul>
   *     <li>{@code type=docker}: the image in the engine, as without an output; with {@code dest=FILE}, an archive that
   *     {@code docker load} reads instead
   *     <li>{@code type=oci,dest=FILE}: an archive in the format of OCI; with {@code tar=false}, a directory
   *     <li>{@code type=local,dest=DIRECTORY}: the files of the image, without the image
   *     <li>{@code type=tar,dest=FILE}: the same in a tar archive
   *     <li>{@code type=registry,name=REFERENCE}: the image in its registry
   *     <li>{@code type=image}: the image in the builder's own store; with {@code push=true}, in its registry too
   *     </ul>
   * @return this
   */
  public BuildxOptions output(String output) {
    if (BuildxOutput.isPrinted(Check.text("output", output))) {
      throw new IllegalArgumentException("the output " + output + " has no reader; name a file with dest=FILE");
    }
    outputs.add(output);
    return this;
  }

  /**
   * Sets the builder that {@code docker buildx create} has made; the BuildKit of the engine itself unless set, whatever
   * {@code docker buildx use} says. Docker: {@code --builder}.
   *
   * @param name its name
   * @return this
   */
  public BuildxOptions builderName(String name) {
    builderName = Check.text("name", name);
    return this;
  }

  /**
   * Makes an SSH agent or key available to the steps that mount it with {@code RUN --mount=type=ssh}; call it again for
   * more than one. Docker: {@code --ssh}.
   *
   * @param agent {@code default} for the agent of {@code SSH_AUTH_SOCK}, or {@code ID=SOCKET} or {@code ID=KEY-FILE}
   * @return this
   */
  public BuildxOptions ssh(String agent) {
    ssh.add(Check.text("agent", agent));
    return this;
  }

  /**
   * Adds places to keep the build cache for other builders, which take it with {@link BuildOptions#cacheFrom}. Docker:
   * {@code --cache-to}.
   *
   * @param caches such as {@code type=registry,ref=REFERENCE} or {@code type=local,dest=DIRECTORY}
   * @return this
   */
  public BuildxOptions cacheTo(String... caches) {
    for (String each : Check.words("caches", caches)) {
      cacheTo.add(Check.text("cache", each));
    }
    return this;
  }

  /**
   * Adds arguments of {@code docker buildx build} that have no method here. Other users of this machine can see them,
   * so they are not for secrets.
   *
   * @param arguments such as {@code --build-context=docs=/srv/docs}; a flag and its value as one or two words
   * @return this
   */
  public BuildxOptions argument(String... arguments) {
    for (String each : Check.words("arguments", arguments)) {
      String reason = OWN.matcher(Check.line("argument", each)).matches() ? " is set by the library itself"
          : BUILDER.matcher(each).matches() ? " has a method, builderName(…)"
              : OUTPUT.matcher(each).matches() ? " has a method, output(…)" : null;
      if (reason != null) {
        throw new IllegalArgumentException(each + reason);
      }
      this.arguments.add(each);
    }
    return this;
  }

  /**
   * Sets a variable of the docker command's environment, which otherwise is that of this process. For what it reads
   * from there, such as {@code DOCKER_CONFIG}, or the credentials of a cache.
   *
   * @param name the variable; those that say which engine are set by the library
   * @param value its value
   * @return this
   */
  public BuildxOptions environment(String name, String value) {
    Check.text("name", name);
    if (EngineVariables.NAMES.contains(name)) {
      throw new IllegalArgumentException(
          name + " is set by the library: the docker command builds with the engine of the client");
    }
    if (name.indexOf('=') >= 0 || Objects.requireNonNull(value, "value").indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a variable has no = in its name, and no NUL character in its value: " + name);
    }
    variables.put(name, value);
    return this;
  }

  /**
   * Sets the docker command; the one of {@code PATH} unless set.
   *
   * @param program its file
   * @return this
   */
  public BuildxOptions program(Path program) {
    this.program = program.toAbsolutePath();
    return this;
  }

  @Override
  public String toString() {
    return "BuildxOptions";
  }
}
