package io.longshore;

import io.longshore.build.Builds;
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
import io.longshore.internal.credentials.CredentialSource;
import io.longshore.internal.credentials.Found;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Dialect;
import io.longshore.internal.http.EngineLookup;
import io.longshore.internal.http.Place;
import io.longshore.internal.libraries.Libraries;
import io.longshore.internal.transport.TransportProbe;
import io.longshore.network.Networks;
import io.longshore.registry.Registries;
import io.longshore.registry.RegistryAuth;
import io.longshore.registry.RegistryCredentials;
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
 * <p>The client connects on the first call: it finds the engine and agrees on an API version with it. Both are then
 * remembered. Thread-safe; one client per engine is enough. Every call blocks its thread within the {@link Timeouts},
 * and interrupting the thread ends it with a {@link io.longshore.error.CancelledException}. The caller must close it.
 */
public final class DockerClient implements AutoCloseable {
  private final EngineLookup session;
  private final ApiExecutor executor;

  private DockerClient(EngineLookup session, ApiExecutor executor) {
    this.session = session;
    this.executor = executor;
  }

  /**
   * Finds the engine as the docker command does: {@code DOCKER_HOST}, then {@code DOCKER_CONTEXT}, then the current
   * context of the configuration file, then the sockets of the platform, rootless engines, Docker Desktop and Podman.
   * {@code DOCKER_CONFIG}, {@code DOCKER_TLS}, {@code DOCKER_TLS_VERIFY}, {@code DOCKER_CERT_PATH},
   * {@code DOCKER_API_VERSION} and {@code HttpHeaders} of the configuration file count too. An address may have the
   * forms of {@link Builder#host}, which are more than the command takes.
   *
   * @return a client that is not connected yet
   * @throws ConfigurationException if these settings contradict each other or name something that does not exist
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
   * Gives access to containers: create, run and list them.
   *
   * @return the containers of this engine
   */
  public Containers containers() {
    return new Containers(executor);
  }

  /**
   * Gives access to images: pull, import and list them.
   *
   * @return the images of this engine
   */
  public Images images() {
    return new Images(executor);
  }

  /**
   * Gives access to builds of images and their cache.
   *
   * @return the builds of this engine
   */
  public Builds builds() {
    return new Builds(executor);
  }

  /**
   * Gives access to volumes: create, list and prune them.
   *
   * @return the volumes of this engine
   */
  public Volumes volumes() {
    return new Volumes(executor);
  }

  /**
   * Gives access to networks: create, list and prune them, and connect containers.
   *
   * @return the networks of this engine
   */
  public Networks networks() {
    return new Networks(executor);
  }

  /**
   * Gives access to registries: log in, and ask what they have.
   *
   * @return the registries that this engine reaches
   */
  public Registries registries() {
    return new Registries(executor);
  }

  /**
   * Gives access to the engine itself: its version, its settings, its events.
   *
   * @return the engine
   */
  public DockerSystem system() {
    return new DockerSystem(executor);
  }

  /**
   * Prepares a request for an operation that has no method in this library.
   *
   * @param method such as {@code GET}
   * @param path the path without a version before it, such as {@code /tasks}; not encoded
   * @return a request that is not sent yet
   * @throws IllegalArgumentException if the path does not begin with a slash, has a version or a query, or leaves the
   *     API with {@code ..}
   */
  public RawRequest request(String method, String path) {
    return new RawRequest(executor, method, path);
  }

  /**
   * The experimental networking API of Docker 1.8. This method does not connect; the first call through it throws
   * {@link io.longshore.error.UnsupportedException} if the engine is a modern one.
   *
   * @return networks, endpoints and services
   */
  public Experimental experimental() {
    return new Experimental(executor.with(Dialect.EXPERIMENTAL));
  }

  /**
   * Returns the Engine API version that this client and the engine speak.
   *
   * @return the newest one that both know, or the pinned one
   * @throws io.longshore.error.EngineNotFoundException if no engine answers
   * @throws io.longshore.error.UnsupportedException if they have no version in common
   */
  public ApiVersion apiVersion() {
    return executor.version();
  }

  /**
   * Returns this client with other timeouts. Both share their connections: closing one closes the other.
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

  /** Settings of a client; without a host they come from the environment. Not thread-safe. */
  public static final class Builder {
    /** A response takes several times its length in memory while it is read. */
    private static final int SHARE_OF_ONE_ANSWER = 8;

    private @Nullable String host;
    private @Nullable Path tls;
    private @Nullable SSLContext sslContext;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable String apiVersion;
    private @Nullable Function<String, UnknownListener> strict;
    private RegistryCredentials credentials = RegistryCredentials.fromConfig();
    private Timeouts timeouts = Timeouts.defaults();
    private long maxAnswer = Runtime.getRuntime().maxMemory() / SHARE_OF_ONE_ANSWER;

    private Builder() {}

    /**
     * Sets the engine's address, instead of the environment's. The TLS variables of the environment and the headers of
     * the configuration file are then ignored: see {@link #tls} and {@link #header}.
     *
     * <p>{@code https://} speaks TLS and trusts the JVM's authorities, unless {@link #tls} or {@link #sslContext} says
     * otherwise, and {@code http://} speaks none; their ports are 443 and 80. {@code tcp://} speaks TLS if one of those
     * two is set; its port is 2375. All three may have a path, for an engine behind a proxy that serves it below a
     * path: {@code https://host/docker-proxy}. The proxy must allow connections to be upgraded for {@code exec} and
     * {@code attach}.
     *
     * @param host {@code unix:///var/run/docker.sock}, {@code tcp://host:port}, {@code https://host} or
     *     {@code http://host}
     * @return this
     */
    public Builder host(String host) {
      this.host = Objects.requireNonNull(host, "host");
      return this;
    }

    /**
     * Speaks TLS with certificates from a directory, verifying the engine's: {@code ca.pem}, and {@code cert.pem} with
     * {@code key.pem} for engines that require a client certificate. For a {@code tcp://} or {@code https://}
     * {@link #host}; with {@code https://}, the JVM's trusted authorities apply if {@code ca.pem} is missing.
     *
     * @param directory contains PEM files; keys in PKCS#1, PKCS#8 or SEC1, not encrypted
     * @return this
     */
    public Builder tls(Path directory) {
      this.tls = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Speaks TLS with a context of the program's own, which decides which certificates to trust and which one to
     * present. The engine's certificate must also match the host name, whatever the context accepts. For a
     * {@code tcp://} or {@code https://} {@link #host}, and instead of {@link #tls}.
     *
     * @param context initialized; its key and trust managers are used by many threads
     * @return this
     */
    public Builder sslContext(SSLContext context) {
      this.sslContext = Objects.requireNonNull(context, "context");
      return this;
    }

    /**
     * Sends a header with every request, such as a proxy's {@code Authorization}. It is added to the headers of
     * Docker's configuration file if that applies, and replaces one of the same name. The value is a secret: no message
     * contains it. On an unencrypted connection it is sent in the clear.
     *
     * @param name the name; those that frame a message, such as {@code Host}, are the client's own, and so is
     *     {@code User-Agent}
     * @param value the value, without line breaks
     * @return this
     * @throws IllegalArgumentException if this cannot be sent
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
     * Sets where credentials for registries come from, for calls that are not given any; the docker command's unless
     * set, whatever names the engine. For fixed ones, {@code credentials(Map.of("registry.example.com", auth)::get)}.
     *
     * @param credentials {@link RegistryCredentials#none()}, {@link RegistryCredentials#fromConfig()}, or a function
     * @return this
     */
    public Builder credentials(RegistryCredentials credentials) {
      this.credentials = Objects.requireNonNull(credentials, "credentials");
      return this;
    }

    /**
     * Sets how long calls may take.
     *
     * @param timeouts the limits; see {@link Timeouts#defaults()}
     * @return this
     */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
      return this;
    }

    /**
     * Sets how long to wait for a connection; short for {@link Timeouts#withConnect}.
     *
     * @param connect the limit
     * @return this
     */
    public Builder connectTimeout(Duration connect) {
      return timeouts(timeouts.withConnect(connect));
    }

    /**
     * Reports whatever an engine sends that the spec does not have. Such fields and values are kept and never make a
     * call fail; this method is for tests that watch an API grow.
     *
     * @param listener called by the thread that reads the response; for a create or a session this is one of the
     *     client's own. An exception that it throws ends the call
     * @return this
     */
    public Builder onUnknownField(Consumer<UnknownField> listener) {
      Objects.requireNonNull(listener, "listener");
      strict = operation -> (path, what) -> listener.accept(new UnknownField(operation, path, what));
      return this;
    }

    /**
     * Limits the size of a response that is read into memory, and of each item of a stream, so that a hostile server
     * cannot exhaust memory. Files, archives and the output of programs do not count; they are streams. Unless set, the
     * limit is an eighth of the memory that the JVM may use, far above what engines send.
     *
     * @param bytes about the length of the JSON; each item of a list or map counts for 64 more, and one string may take
     *     half
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
     * Creates the client. Reads the files that the settings name; does not connect.
     *
     * @return the client
     * @throws ConfigurationException if the settings contradict each other or name something that does not exist, or a
     *     library on the class path is too old
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
        EngineLookup session = new EngineLookup(
            candidates.stream().map(candidate -> Place.of(candidate, sslContext, all)).toList(),
            version == null ? null : ApiVersion.parse(version),
            maxAnswer);
        return new DockerClient(
            session, new ApiExecutor(session, Dialect.ENGINE, timeouts.limits(), strict).with(source(credentials)));
      } catch (LinkageError e) {
        throw Libraries.explain(e);
      } catch (ConfigException e) {
        throw new ConfigurationException(Objects.requireNonNullElse(e.getMessage(), "unusable settings"), e);
      }
    }

    private static CredentialSource source(RegistryCredentials credentials) {
      if (credentials instanceof CredentialSource own) {
        return own;
      }
      return (registry, limit, closed) -> {
        RegistryAuth found = credentials.find(registry);
        return found == null ? Found.NOTHING : new Found(found.config(registry), "credentials(…)");
      };
    }
  }
}
