package io.longshore.embedded;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.api.ModernApi;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.engine.Registries;
import io.longshore.embedded.internal.experimental.ExperimentalApi;
import io.longshore.embedded.internal.http.Handler;
import io.longshore.embedded.internal.http.HttpServer;
import io.longshore.embedded.internal.http.Listener;
import io.longshore.embedded.internal.shell.Shell;
import io.longshore.generated.runtime.ApiVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine inside the JVM, for tests and experiments without Docker. It serves HTTP on a unix socket or a
 * loopback port to any client, keeps state as a real engine does, and responds with a real engine's statuses and words.
 * Its containers run Java functions ({@link Program}) instead of binaries, on files in memory ({@link ContainerFiles});
 * there are no kernel mounts and no cgroups behind it, and the network traffic is that of its own programs. Settings
 * for the kernel, such as limits, capabilities and devices, are kept and shown, have no effect and are not checked.
 *
 * <pre>{@code
 * try (EmbeddedEngine engine = EmbeddedEngine.start()) {
 *   String dockerHost = engine.host();          // unix:///tmp/…/docker.sock
 *   …                                           // the images busybox:latest and busybox:local are there
 * }
 * }</pre>
 *
 * <p>Thread-safe. The caller must close the engine; its threads are daemons, so a forgotten engine does not keep the
 * JVM alive. A container's log keeps its newest 16 MiB.
 */
public final class EmbeddedEngine implements AutoCloseable {
  private static final ApiVersion NEWEST = new ApiVersion(1, 55);
  private static final AtomicInteger ENGINES = new AtomicInteger();

  private final Engine state;
  private final HttpServer server;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final Listener listener;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedEngine(Builder builder) {
    int number = ENGINES.incrementAndGet();
    threads = Executors.newCachedThreadPool(threads("longshore-engine-" + number + "-"));
    timer = Executors.newSingleThreadScheduledExecutor(threads("longshore-timer-" + number + "-"));
    state = new Engine(timer);
    builder.images
        .forEach((name, image) -> state.images().register(name, image.config(), image.programs(), image.files()));
    builder.registries.forEach(state.registries()::add);
    try {
      listener = builder.loopback ? Listener.loopback() : Listener.unix(builder.socket);
      ExperimentalApi experimental = new ExperimentalApi(builder.experimentalOnly);
      Handler modern = new ModernApi(state, builder.newest, Shell.programs(), threads);
      Handler handler = (request, response) -> {
        if (builder.experimentalOnly || experimental.isFor(request.path())) {
          experimental.handle(request, response);
        } else {
          modern.handle(request, response);
        }
      };
      server = new HttpServer(listener.channel(), handler, threads);
    } catch (IOException e) {
      threads.shutdownNow();
      timer.shutdownNow();
      throw new UncheckedIOException("the embedded engine cannot listen: " + e.getMessage(), e);
    }
  }

  private static ThreadFactory threads(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Starts an engine on a unix socket in a directory of its own, with the images {@code busybox:latest} and
   * {@code busybox:local}.
   *
   * @return the engine; the caller must close it
   * @throws UncheckedIOException if it cannot listen
   */
  public static EmbeddedEngine start() {
    return builder().start();
  }

  /**
   * Describes an engine.
   *
   * @return a builder for the engine
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns where the engine listens, in the form of DOCKER_HOST.
   *
   * @return such as {@code unix:///tmp/longshore1/docker.sock} or {@code tcp://127.0.0.1:34567}
   */
  public String host() {
    return listener.host();
  }

  /**
   * Stops accepting, reading and answering, as SIGSTOP does to a real engine: peers hang. Containers keep running.
   * Calling it again has no effect.
   */
  public void pause() {
    server.pause();
  }

  /** Ends {@link #pause()}. */
  public void resume() {
    server.resume();
  }

  /**
   * Drops all connections at once without a response and stops listening, as SIGKILL does to a real engine; the socket
   * file stays and refuses. It cannot be undone; {@link #close()} cleans up.
   */
  public void kill() {
    server.close();
  }

  /**
   * Misbehaves from now on, for requests that match the fault. Faults are checked in the order in which they were
   * injected; a request gets at most one.
   *
   * @param fault what happens, to which requests, how often
   */
  public void inject(Fault fault) {
    server.faults().add(fault.rule());
  }

  /** Removes the faults that have not been used. */
  public void clearFaults() {
    server.faults().clear();
  }

  /** Ends all programs, connections and threads and removes the socket. Calling it again has no effect. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      server.close();
      state.close();
    } finally {
      timer.shutdownNow();
      threads.shutdownNow();
      removeFiles();
    }
  }

  private void removeFiles() {
    try {
      listener.removeFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Describes the engine to start. Not thread-safe. */
  public static final class Builder {
    private final Map<String, EmbeddedImage> images = new LinkedHashMap<>();
    private final Map<String, Registries.@Nullable Login> registries = new LinkedHashMap<>();
    private @Nullable Path socket;
    private boolean loopback;
    private boolean experimentalOnly;
    private ApiVersion newest = NEWEST;

    private Builder() {
      image("busybox:local", image -> image.toolbox().command("sh"));
      image("busybox:latest", image -> image.toolbox().command("sh"));
    }

    /**
     * Listens on a unix socket.
     *
     * @param path the socket's path; it must not exist, its directory must exist, and systems allow about 100 bytes.
     *     Removed on close
     * @return this
     */
    public Builder unixSocket(Path path) {
      socket = Objects.requireNonNull(path, "path");
      loopback = false;
      return this;
    }

    /**
     * Listens on a free port of 127.0.0.1, without encryption.
     *
     * @return this
     */
    public Builder loopback() {
      loopback = true;
      return this;
    }

    /**
     * Sets the newest API version that the engine speaks; default 1.55.
     *
     * @param version from 1.41 to 1.55
     * @return this
     * @throws IllegalArgumentException if it is another version, or not a version
     */
    public Builder apiVersion(String version) {
      ApiVersion parsed = ApiVersion.parse(version);
      if (ModernApi.MINIMUM.isAfter(parsed) || parsed.isAfter(NEWEST)) {
        throw new IllegalArgumentException(
            "the embedded engine speaks " + ModernApi.MINIMUM + " to " + NEWEST + ", not " + version);
      }
      newest = parsed;
      return this;
    }

    /**
     * Makes the engine an experimental build of Docker 1.8: API 1.20 with networks, endpoints and services, and nothing
     * newer. Other embedded engines serve these under {@code /v1.20} too, in addition to the modern API.
     *
     * @return this
     */
    public Builder experimentalOnly() {
      experimentalOnly = true;
      return this;
    }

    /**
     * Registers an image. The engine has it from the start, and it can be pulled again after its removal.
     *
     * @param name such as {@code greeter:1}; no tag means latest
     * @param description describes it
     * @return this
     */
    public Builder image(String name, Consumer<EmbeddedImage> description) {
      EmbeddedImage image = new EmbeddedImage();
      description.accept(image);
      try {
        Reference.parse(Objects.requireNonNull(name, "name"));
      } catch (EngineError e) {
        throw new IllegalArgumentException("'" + name + "' is not a name for an image: " + e.words(), e);
      }
      images.put(name, image);
      return this;
    }

    /**
     * Gives the engine a registry that exists in its memory only: images can be pushed to it and pulled from it again.
     * It asks for no credentials. Other registries refuse connections, except those that the names of this engine's
     * {@linkplain #image images} begin with.
     *
     * @param address host and port, as names of images begin with it, such as {@code registry.example.com:5000}
     * @return this
     */
    public Builder registry(String address) {
      return registry(address, (Registries.Login) null);
    }

    /**
     * Gives the engine a registry that exists in its memory only and accepts one login.
     *
     * @param address host and port, as names of images begin with it
     * @param username the user
     * @param password the user's password
     * @return this
     */
    public Builder registry(String address, String username, String password) {
      return registry(address, new Registries.Login(Objects.requireNonNull(username, "username"),
          Objects.requireNonNull(password, "password")));
    }

    private Builder registry(String address, Registries.@Nullable Login login) {
      if (!Reference.isRegistry(Objects.requireNonNull(address, "address"))) {
        throw new IllegalArgumentException(
            "'" + address + "' is not a registry's address; write it as host:port, without http:// and a path");
      }
      registries.put(address, login);
      return this;
    }

    /**
     * Starts the engine.
     *
     * @return the engine; the caller must close it
     * @throws UncheckedIOException if it cannot listen at its address
     */
    public EmbeddedEngine start() {
      return new EmbeddedEngine(this);
    }
  }
}
