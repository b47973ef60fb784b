package io.longshore;

import io.longshore.container.Containers;
import io.longshore.error.ConfigurationException;
import io.longshore.experimental.Experimental;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.UnknownListener;
import io.longshore.image.Images;
import io.longshore.internal.config.Candidate;
import io.longshore.internal.config.ConfigException;
import io.longshore.internal.config.DockerConfig;
import io.longshore.internal.config.Environment;
import io.longshore.internal.config.RequestHeaders;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Dialect;
import io.longshore.internal.http.EngineLookup;
import io.longshore.internal.http.Place;
import io.longshore.internal.libraries.Libraries;
import io.longshore.internal.transport.TransportProbe;
import io.longshore.system.DockerSystem;
import io.longshore.volume.Volumes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Docker engine: the entry point of Longshore.
 *
 * <pre>{@code
 * try (DockerClient docker = DockerClient.fromEnvironment()) {
 *   Container db = docker.containers().run(c -> c.image("postgres:16").name("db"));
 * }
 * }</pre>
 *
 * <p>Nothing is contacted before the first call, which finds the engine and agrees on an API version with it; both are then
 * remembered. Safe for use by many threads; one client per engine is enough. Every call blocks its thread within the
 * {@link Timeouts}, and interrupting the thread ends it with a {@link io.longshore.error.CancelledException}. Whoever makes a client closes it.
 */
public final class DockerClient implements AutoCloseable {
  private final EngineLookup session;
  private final ApiExecutor executor;

  private DockerClient(EngineLookup session, ApiExecutor executor) {
    this.session = session;
    this.executor = executor;
  }

  /**
   * Finds the engine as the docker command does: {@code DOCKER_HOST}, then {@code DOCKER_CONTEXT}, then the current context
   * of the configuration file, then the sockets of the platform, rootless engines, Docker Desktop and Podman.
   * {@code DOCKER_CONFIG}, {@code DOCKER_TLS}, {@code DOCKER_TLS_VERIFY}, {@code DOCKER_CERT_PATH},
   * {@code DOCKER_API_VERSION} and {@code HttpHeaders} of the configuration file count too. An address may have the forms of
   * {@link Builder#host}, which are more than the command takes.
   *
   * @return a client that has not contacted anybody yet
   * @throws ConfigurationException when these settings contradict themselves or name what does not exist
   */
  public static DockerClient fromEnvironment() {
    return builder().build();
  }

  /**
   * Starts with the environment's settings. A host that is set here replaces all of them.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Containers: create, run, list and handle them.
   *
   * @return the containers of this engine
   */
  public Containers containers() {
    return new Containers(executor);
  }

  /**
   * Images: pull, import, list and handle them.
   *
   * @return the images of this engine
   */
  public Images images() {
    return new Images(executor);
  }

  /**
   * Volumes: create, list, prune and handle them.
   *
   * @return the volumes of this engine
   */
  public Volumes volumes() {
    return new Volumes(executor);
  }

  /**
   * The engine itself: its version, its settings, whether it is there.
   *
   * @return the engine
   */
  public DockerSystem system() {
    return new DockerSystem(executor);
  }

  /**
   * A request for what has no method here yet.
   *
   * @param method such as {@code GET}
   * @param path the path without a version before it, such as {@code /tasks}; not encoded
   * @return a request that is not sent yet
   * @throws IllegalArgumentException if the path does not begin with a slash, has a version or a query, or leads elsewhere
   */
  public RawRequest request(String method, String path) {
    return new RawRequest(executor, method, path);
  }

  /**
   * The experimental networking API of Docker 1.8. Nothing is contacted here; the first call through it fails with
   * {@link io.longshore.error.UnsupportedException} when the engine is a modern one.
   *
   * @return networks, endpoints and services
   */
  public Experimental experimental() {
    return new Experimental(executor.with(Dialect.EXPERIMENTAL));
  }

  /**
   * The Engine API version that this client and the engine speak.
   *
   * @return the newest one that both know, or the pinned one
   * @throws io.longshore.error.EngineNotFoundException when no engine answers
   * @throws io.longshore.error.UnsupportedException when they have no version in common
   */
  public ApiVersion apiVersion() {
    return executor.version();
  }

  /**
   * This client with other timeouts. Both share their connections: closing one closes the other.
   *
   * @param timeouts the timeouts
   * @return another view of this client
   */
  public DockerClient with(Timeouts timeouts) {
    return new DockerClient(session, executor.with(timeouts.limits()));
  }

  /** Closes every connection; calls and streams under way end with {@link io.longshore.error.CancelledException}. */
  @Override
  public void close() {
    session.close();
  }

  /** Settings of a client; without a host they come from the environment. For one thread. */
  public static final class Builder {
    /** What is read takes several times its length in memory while it is read. */
    private static final int SHARE_OF_ONE_ANSWER = 8;

    private @Nullable String host;
    private @Nullable Path tls;
    private @Nullable SSLContext sslContext;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable String apiVersion;
    private @Nullable Function<String, UnknownListener> strict;
    private Timeouts timeouts = Timeouts.defaults();
    private long maxAnswer = Runtime.getRuntime().maxMemory() / SHARE_OF_ONE_ANSWER;

    private Builder() {}

    /**
     * Where the engine is, instead of what the environment says. The TLS variables of the environment and the headers of the
     * configuration file then do not count: see {@link #tls} and {@link #header}.
     *
     * <p>{@code https://} speaks TLS with whom the JVM trusts, unless {@link #tls} or {@link #sslContext} says otherwise, and
     * {@code http://} speaks none; their ports are 443 and 80. {@code tcp://} speaks TLS when one of those two is set; its port
     * is 2375. All three may have a path, for an engine that a proxy serves below one: {@code https://host/docker-proxy}. The
     * proxy has to let a connection be upgraded for {@code exec} and {@code attach}.
     *
     * @param host {@code unix:///var/run/docker.sock}, {@code tcp://host:port}, {@code https://host} or {@code http://host}
     * @return this
     */
    public Builder host(String host) {
      this.host = Objects.requireNonNull(host, "host");
      return this;
    }

    /**
     * Speaks TLS with certificates from a directory, verifying the engine's: {@code ca.pem}, and {@code cert.pem} with
     * {@code key.pem} for engines that want to know who is calling. For a {@code tcp://} or {@code https://} {@link #host}; with
     * the latter, whom the JVM trusts is trusted where there is no {@code ca.pem}.
     *
     * @param directory holds PEM files; keys in PKCS#1, PKCS#8 or SEC1, not encrypted
     * @return this
     */
    public Builder tls(Path directory) {
      this.tls = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Speaks TLS by a context of the program's own, which decides whom to trust and what certificate to show. That the
     * engine's certificate is the host's is checked besides, whatever the context thinks of it. For a {@code tcp://} or
     * {@code https://} {@link #host}, and instead of {@link #tls}.
     *
     * @param context initialised; its key and trust managers are used by many threads
     * @return this
     */
    public Builder sslContext(SSLContext context) {
      this.sslContext = Objects.requireNonNull(context, "context");
      return this;
    }

    /**
     * Sends a header with every request, such as a proxy's {@code Authorization}. It is added to the headers of Docker's
     * configuration file where that counts, and replaces one of the same name. The value is a secret: it is in no message, and
     * whoever can read an unencrypted connection can read it.
     *
     * @param name the name; those that frame a message, such as {@code Host}, are the client's own, and so is {@code User-Agent}
     * @param value the value, without line breaks
     * @return this
     * @throws IllegalArgumentException when this cannot be sent
     */
    public Builder header(String name, String value) {
      Objects.requireNonNull(value, "value");
      if (RequestHeaders.isOwn(Objects.requireNonNull(name, "name"))) {
        throw new IllegalArgumentException("the client sets " + name + " itself");
      }
      try {
        RequestHeaders.check(name, value, "header(…)");
      } catch (ConfigException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      headers.put(name, value);
      return this;
    }

    /**
     * Speaks this API version instead of the newest that both sides know.
     *
     * @param apiVersion two numbers, such as {@code 1.44}; with or without a {@code v} before them
     * @return this
     */
    public Builder apiVersion(String apiVersion) {
      Objects.requireNonNull(apiVersion, "apiVersion");
      this.apiVersion = ApiVersion.parse(apiVersion.startsWith("v") ? apiVersion.substring(1) : apiVersion).toString();
      return this;
    }

    /**
     * How long calls may take.
     *
     * @param timeouts the limits; see {@link Timeouts#defaults()}
     * @return this
     */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
      return this;
    }

    /**
     * How long to wait for a connection; short for {@link Timeouts#withConnect}.
     *
     * @param connect the limit
     * @return this
     */
    public Builder connectTimeout(Duration connect) {
      return timeouts(timeouts.withConnect(connect));
    }

    /**
     * Reports whatever an engine sends and the spec does not know. Such things are kept and never fail; this is for tests
     * that watch an API grow.
     *
     * @param listener told by the thread that reads the answer, which for a create or a session is one of this client's own. What
     *     it throws ends the call
     * @return this
     */
    public Builder onUnknownField(Consumer<UnknownField> listener) {
      Objects.requireNonNull(listener, "listener");
      strict = operation -> (path, what) -> listener.accept(new UnknownField(operation, path, what));
      return this;
    }

    /**
     * How large an answer may be that is read into memory, and each item of a stream: whoever answers cannot fill this program's
     * memory. Files, archives and the output of programs do not count; they are streams. An eighth of the memory that the JVM
     * may use unless set, far above what engines send.
     *
     * @param bytes about the length of the JSON; each item of a list or map counts for 64 more, and one string may take half
     * @return this
     */
    public Builder maxAnswer(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("maxAnswer is " + bytes + "; allow at least a few kilobytes");
      }
      this.maxAnswer = bytes;
      return this;
    }

    /**
     * Makes the client. Reads files that the settings name; contacts nobody.
     *
     * @return the client
     * @throws ConfigurationException when the settings contradict themselves or name what does not exist, or a library on the
     *     class path is too old
     */
    public DockerClient build() {
      try {
        TransportProbe.link();
        List<Candidate> candidates;
        String version = apiVersion;
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (host != null) {
          candidates = List.of(Candidate.ofProgram(host, tls, sslContext != null));
        } else if (tls != null || sslContext != null) {
          String set = tls != null ? "tls" : "sslContext";
          throw new ConfigurationException(set + " is set without a host; set host to tcp://… or https://…", null);
        } else {
          DockerConfig config = DockerConfig.resolve(Environment.system());
          candidates = config.candidates().list();
          version = version == null ? config.apiVersion().orElse(null) : version;
          all.putAll(config.headers());
        }
        all.putAll(headers);
        EngineLookup session =
            new EngineLookup(
                candidates.stream().map(candidate -> Place.of(candidate, sslContext, all)).toList(),
                version == null ? null : ApiVersion.parse(version),
                maxAnswer);
        return new DockerClient(session, new ApiExecutor(session, Dialect.ENGINE, timeouts.limits(), strict));
      } catch (LinkageError e) {
        throw Libraries.explain(e);
      } catch (ConfigException e) {
        throw new ConfigurationException(Objects.requireNonNullElse(e.getMessage(), "unusable settings"), e);
      }
    }
  }
}
