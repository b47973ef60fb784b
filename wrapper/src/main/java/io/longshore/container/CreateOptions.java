package io.longshore.container;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.HealthConfig;
import io.longshore.generated.engine.model.NetworkingConfig;
import io.longshore.image.PullPolicy;
import io.longshore.internal.flags.CommandLine;
import io.longshore.internal.options.Check;
import io.longshore.internal.options.ReportedSettings;
import io.longshore.progress.TransferProgress;
import io.longshore.registry.RegistryAuth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What to create a container from. Immutable; {@link #toString()} shows no values of environment variables. */
public final class CreateOptions {
  private final @Nullable String name;
  private final @Nullable String platform;
  private final @Nullable PullPolicy pull;
  private final @Nullable RegistryAuth auth;
  private final @Nullable TransferProgress pullProgress;
  private final @Nullable Consumer<String> warnings;
  private final ContainerCreateRequest request;

  private CreateOptions(Builder builder) {
    warnings = builder.warnings;
    name = builder.name;
    platform = builder.platform;
    pull = builder.pull;
    auth = builder.auth;
    pullProgress = builder.pullProgress;
    request = builder.request();
  }

  private CreateOptions(CreateOptions options, ContainerCreateRequest request) {
    warnings = options.warnings;
    name = options.name;
    platform = options.platform;
    pull = options.pull;
    auth = options.auth;
    pullProgress = options.pullProgress;
    this.request = request;
  }

  /**
   * Collects options once, to create several containers with them.
   *
   * @param options sets them
   * @return the options
   * @throws IllegalArgumentException if no image is named
   */
  public static CreateOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new CreateOptions(builder);
  }

  /**
   * Reads a command line of {@code docker run}, so that what works in a terminal works here.
   *
   * <pre>{@code
   * Container web = docker.containers()
   *     .run(CreateOptions.parse("docker run -d -p 8080:80 -v pages:/usr/share/nginx/html --name web nginx:1.27"));
   * }</pre>
   *
   * <p>Every flag of Docker 28 is understood, in all of its forms, or refused by name if a library cannot have it;
   * {@code docs/docker-run.md} lists them. {@code --detach} and {@code --interactive} do not attach: the method that
   * gets the options does. Quotes and backslashes mean what they mean in a shell. There is no shell, so variables,
   * pipes and redirections are refused.
   *
   * @param commandLine the command line; {@code docker run} at its beginning may be left out
   * @return the options
   * @throws IllegalArgumentException if it cannot be read; the message names the flag, and shows no variable's value
   */
  public static CreateOptions parse(String commandLine) {
    return of(c -> c.dockerRun(commandLine));
  }

  /**
   * Reads the words of a command line of {@code docker run}; see {@link #parse(String)}.
   *
   * @param words the words; {@code docker run} at their beginning may be left out
   * @return the options
   * @throws IllegalArgumentException if they cannot be read; the message names the flag, and shows no variable's value
   */
  public static CreateOptions parse(List<String> words) {
    return of(c -> c.dockerRun(words));
  }

  @Nullable
  String name() {
    return name;
  }

  @Nullable
  String platform() {
    return platform;
  }

  String image() {
    return Objects.requireNonNull(request.image(), "image");
  }

  /** The container in messages, which has no id yet, or one that nobody needs. */
  String shown() {
    return name == null ? "a container of " + image() : name;
  }

  /** The policy that was set, or this one. */
  PullPolicy pullOr(PullPolicy usual) {
    return pull == null ? usual : pull;
  }

  @Nullable
  RegistryAuth auth() {
    return auth;
  }

  @Nullable
  TransferProgress pullProgress() {
    return pullProgress;
  }

  /** Who gets the engine's warnings; null if nobody has asked for them. */
  @Nullable
  Consumer<String> warnings() {
    return warnings;
  }

  /** For a program whose streams are connected before it starts. */
  CreateOptions attached(boolean stdin) {
    ContainerCreateRequest.Builder attached = request.toBuilder().attachStdout(true).attachStderr(true);
    if (stdin || Boolean.TRUE.equals(request.openStdin())) {
      // Its input belongs to this session alone, and ends with it.
      attached.attachStdin(true).openStdin(true).stdinOnce(true);
    }
    return new CreateOptions(this, attached.build());
  }

  /**
   * Returns what is sent to the engine.
   *
   * @return the request's body
   */
  public ContainerCreateRequest request() {
    return request;
  }

  @Override
  public String toString() {
    return "CreateOptions[name=" + name + ", " + request + "]";
  }

  /**
   * The options. Use {@link #customize} or {@link #hostConfig} for everything that has no method here. Not thread-safe.
   */
  public static final class Builder extends VariableOptions<Builder> {
    private @Nullable String name;
    private @Nullable String platform;
    private @Nullable PullPolicy pull;
    private @Nullable RegistryAuth auth;
    private @Nullable TransferProgress pullProgress;
    private @Nullable Consumer<String> warnings;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the image; required.
     *
     * @param image a name with or without a tag or digest, or an id
     * @return this
     */
    public Builder image(String image) {
      request.image(Check.text("image", image));
      return this;
    }

    /**
     * Sets the container's name; without it the engine chooses one.
     *
     * @param name letters, digits, {@code _}, {@code .} and {@code -}; the first a letter or digit
     * @return this
     */
    public Builder name(String name) {
      Check.text("name", name);
      if (!name.matches("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
        throw new IllegalArgumentException(
            "the name '" + name + "' is not allowed: two or more letters, digits, '_', '.' and '-', the first of them a"
                + " letter or a digit");
      }
      this.name = name;
      return this;
    }

    /**
     * Sets the program and its arguments, or the arguments of the image's entry point; unless set, the image's command.
     *
     * @param command the words; not parsed by a shell
     * @return this
     */
    public Builder command(String... command) {
      request.cmd(Check.words("command", command));
      return this;
    }

    /**
     * Sets the program and its arguments, as {@link #command(String...)} does.
     *
     * @param command the words; not parsed by a shell
     * @return this
     */
    public Builder command(List<String> command) {
      return command(command.toArray(new String[0]));
    }

    /**
     * Sets the entry point, the program that gets the command as its arguments, instead of the image's.
     *
     * @param entrypoint the words; none removes the image's
     * @return this
     */
    public Builder entrypoint(String... entrypoint) {
      // Engines treat an empty list as 'keep the image's' and one empty word as 'none'.
      request.entrypoint(entrypoint.length == 0 ? List.of("") : Check.words("entrypoint", entrypoint));
      return this;
    }

    /**
     * Sets how the engine finds out whether the program works, instead of the image's check. Docker:
     * {@code --health-cmd} and the like.
     *
     * @param health sets it; what it leaves out is the image's, or what an earlier call has set
     * @return this
     */
    public Builder healthCheck(Consumer<HealthCheck> health) {
      request.healthcheck(check -> health.accept(new HealthCheck(check)));
      return this;
    }

    /**
     * Switches the image's health check off. Docker: {@code --no-healthcheck}.
     *
     * @return this
     */
    public Builder noHealthCheck() {
      request.healthcheck(HealthConfig.builder().test(HealthCheck.OFF).build());
      return this;
    }

    /**
     * Sets the working directory.
     *
     * @param path an absolute path in the container
     * @return this
     */
    public Builder workingDir(String path) {
      request.workingDir(Check.text("workingDir", path));
      return this;
    }

    /**
     * Sets the user, instead of the image's.
     *
     * @param user a name or number, with {@code :group} if needed
     * @return this
     */
    public Builder user(String user) {
      request.user(Check.text("user", user));
      return this;
    }

    /**
     * Gives the program a terminal: its outputs become one stream.
     *
     * @return this
     */
    public Builder tty() {
      request.tty(true);
      return this;
    }

    /**
     * Keeps standard input open; without it the program reads the end of its input at once.
     *
     * @return this
     */
    public Builder openStdin() {
      request.openStdin(true);
      return this;
    }

    /**
     * Keeps standard input open for the first session that attaches, and ends it with that session: programs that read
     * their input to the end need this. {@link Containers#runAttached} sets it.
     *
     * @return this
     */
    public Builder stdinOnce() {
      request.openStdin(true).stdinOnce(true);
      return this;
    }

    /**
     * Sets the signal that asks the program to stop, instead of the image's or SIGTERM.
     *
     * @param signal a name or number
     * @return this
     */
    public Builder stopSignal(String signal) {
      request.stopSignal(Check.text("stopSignal", signal));
      return this;
    }

    /**
     * Sets the grace period: how long the program may take to stop before the engine kills it. 10 seconds unless set.
     *
     * @param grace rounded up to whole seconds
     * @return this
     */
    public Builder stopTimeout(Duration grace) {
      request.stopTimeout(Check.seconds(Check.notNegative("stopTimeout", grace)));
      return this;
    }

    /**
     * Sets the platform, if the image has several.
     *
     * @param platform such as {@code linux/arm64}
     * @return this
     */
    public Builder platform(String platform) {
      this.platform = Check.text("platform", platform);
      return this;
    }

    /**
     * Sets when the image is pulled. Unless set, {@link Containers#run run} pulls it with {@link PullPolicy#MISSING},
     * and {@link Containers#create(Consumer) create} never does.
     *
     * @param pull when to pull
     * @return this
     */
    public Builder pull(PullPolicy pull) {
      this.pull = Objects.requireNonNull(pull, "pull");
      return this;
    }

    /**
     * Sets the credentials for the registry, in case the image is pulled.
     *
     * @param auth the credentials; they are never sent with the container
     * @return this
     */
    public Builder registryAuth(RegistryAuth auth) {
      this.auth = Objects.requireNonNull(auth, "auth");
      return this;
    }

    /**
     * Reports how far the pull has come, in case the image is pulled.
     *
     * @param progress a new one for each container that is created with these options
     * @return this
     */
    public Builder pullProgress(TransferProgress progress) {
      this.pullProgress = Objects.requireNonNull(progress, "progress");
      return this;
    }

    /**
     * Sets who gets the engine's warnings about the new container, such as that it has no use for a limit. Unless set,
     * they go to the logger {@code io.longshore.container.Containers}.
     *
     * @param listener gets each one, in a thread of the library, before {@code create} or {@code run} returns
     * @return this
     */
    public Builder onWarning(Consumer<String> listener) {
      this.warnings = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets what a command line of {@code docker run} says; see {@link CreateOptions#parse(String)}. Other methods add
     * to it or replace it.
     *
     * @param commandLine the command line; {@code docker run} at its beginning may be left out
     * @return this
     * @throws IllegalArgumentException if it cannot be read; the message names the flag, and shows no variable's value
     */
    public Builder dockerRun(String commandLine) {
      return dockerRun(CommandLine.words(commandLine));
    }

    /**
     * Sets what the words of a command line of {@code docker run} say; see {@link CreateOptions#parse(String)}.
     *
     * @param words the words; {@code docker run} at their beginning may be left out
     * @return this
     * @throws IllegalArgumentException if they cannot be read; the message names the flag, and shows no variable's
     *     value
     */
    public Builder dockerRun(List<String> words) {
      RunCommand.apply(List.copyOf(words), this);
      return this;
    }

    /**
     * Sets everything that has no method here.
     *
     * @param request sets it at once; env, labels, ports and mounts of this builder are added to what is set here. A
     *     whole host configuration is for {@link #hostConfig(io.longshore.generated.engine.model.HostConfig)}
     * @return this
     */
    public Builder customize(Consumer<ContainerCreateRequest.Builder> request) {
      request.accept(this.request);
      return this;
    }

    private ContainerCreateRequest request() {
      if (request.build().image() == null) {
        throw new IllegalArgumentException("no image is named; call image(…)");
      }
      HealthCheck.check(request.build().healthcheck());
      addTo(request);
      NetworkingConfig networks = request.build().networkingConfig();
      ReportedSettings.refuseIn(networks == null ? Map.of() : networks.endpointsConfig());
      return request.build();
    }
  }
}
