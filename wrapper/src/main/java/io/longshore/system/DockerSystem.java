package io.longshore.system;

import io.longshore.error.EngineException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.AuthResponse;
import io.longshore.generated.engine.model.DataUsage;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.SystemDataUsageOptions;
import io.longshore.generated.engine.model.SystemInfo;
import io.longshore.generated.engine.model.SystemVersion;
import io.longshore.image.RegistryAuth;
import io.longshore.internal.Credentials;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Reply;
import io.longshore.internal.options.Check;
import io.longshore.internal.stream.Reconnecting;
import io.longshore.internal.stream.SourceStream;
import io.longshore.stream.DockerStream;
import io.longshore.stream.Followed;
import java.util.Objects;
import java.util.function.Consumer;

/** The engine itself. Thread-safe. */
public final class DockerSystem {
  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#system()}.
   *
   * @param executor makes the calls
   */
  public DockerSystem(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Asks whether the engine is there.
   *
   * @return what it says of itself
   * @throws io.longshore.error.ConnectionException if it is not
   */
  public Ping ping() {
    Reply<String> reply = executor.forCall("ping").exchange(SystemApi.systemPing().request(), Limits.ORDINARY);
    return new Ping(
        reply.headers().get("Api-Version"),
        reply.headers().get("Ostype"),
        reply.headers().get("Server"),
        Boolean.parseBoolean(reply.headers().get("Docker-Experimental")));
  }

  /**
   * Asks for the versions of the engine and its parts.
   *
   * @return the versions
   */
  public SystemVersion version() {
    return executor.forCall("version").call(SystemApi.systemVersion().request());
  }

  /**
   * Asks for the engine's settings, its limits, and how many containers and images it has.
   *
   * @return the state of this moment
   */
  public SystemInfo info() {
    return executor.forCall("info").call(SystemApi.systemInfo().request());
  }

  /**
   * Adds up the disk that images, containers, volumes and the build cache take. An engine walks through all of it, so it takes
   * its time; before Docker 23.0 a second call at the same time fails. Needs API 1.25.
   *
   * @return the sums
   */
  public DataUsage dataUsage() {
    return dataUsage(options -> {});
  }

  /**
   * Adds up the disk that images, containers, volumes and the build cache take, as {@link #dataUsage()} does.
   *
   * @param options which of them, and whether to list each
   * @return the sums. Engines up to API 1.51 fill the plain fields, those from 1.52 on the ones that end in {@code Usage}
   */
  public DataUsage dataUsage(Consumer<SystemDataUsageOptions> options) {
    return executor.forCall("dataUsage").call(SystemApi.systemDataUsage().options(options).request(), Limits.HEAVY);
  }

  /**
   * Lets the engine log in to Docker Hub, to see whether the credentials are good.
   *
   * @param auth the credentials
   * @return what the registry said: see {@link #login(String, RegistryAuth)}
   * @throws io.longshore.error.EngineException if the registry refuses them or cannot be reached
   */
  public AuthResponse login(RegistryAuth auth) {
    return login(RegistryAuth.DOCKER_HUB, auth);
  }

  /**
   * Lets the engine log in to a registry, to see whether the credentials are good; Docker's {@code SystemAuth}. The engine keeps
   * nothing: each pull still brings its credentials.
   *
   * @param registry host and port, such as {@code registry.example.com:5000}
   * @param auth the credentials
   * @return what the registry said. Its {@link AuthResponse#identityToken()} is a secret, empty where the registry has none:
   *     {@link RegistryAuth#identityToken} makes credentials of it
   * @throws io.longshore.error.UnauthorizedException if the registry refuses the credentials
   * @throws io.longshore.error.EngineException if it cannot be reached, or is none
   */
  public AuthResponse login(String registry, RegistryAuth auth) {
    try {
      AuthResponse said =
          executor.forCall("login").callNullable(
              SystemApi.systemAuth()
                  .body(Objects.requireNonNull(auth, "auth").config(Check.text("registry", registry)))
                  .request()
                  .about(registry),
              Limits.ORDINARY);
      return said == null ? AuthResponse.builder().build() : said;
    } catch (EngineException e) {
      // From a registry without TLS, engines pass a refusal on as a failure of their own.
      throw Credentials.wanted(e) && !(e instanceof UnauthorizedException) ? Credentials.missing(e, registry, true) : e;
    }
  }

  /**
   * Watches everything that happens in the engine from now on.
   *
   * @return the events; read them, then close
   */
  public DockerStream<EventMessage> events() {
    return events(options -> {});
  }

  /**
   * Watches what happens in the engine. What happens after this has returned is in the stream. Without
   * {@link EventOptions#until} it continues until it is closed; when the engine stops, it fails with
   * {@link io.longshore.error.StreamException} and has the end {@link io.longshore.stream.StreamEnd#TRUNCATED}. Read it as fast as events
   * come: an engine drops them without a word for a reader that lags a thousand behind.
   *
   * @param options which events, and for how long
   * @return the events; read them, then close. {@link EventMessage#timeNano()} tells if one happened
   * @throws io.longshore.error.BadRequestException if the engine does not know a filter
   */
  public DockerStream<EventMessage> events(Consumer<EventOptions> options) {
    return new SourceStream<>(new Events(executor.forCall("events"), EventOptions.of(options)).once());
  }

  /**
   * Watches what happens in the engine, and connects again when the connection is lost or the engine is started again. No
   * event comes twice; where some may be missing there is a {@link Followed.Gap}. Fails like {@link #events(Consumer)} when that
   * takes longer than {@link EventOptions#patience}, and when the engine answers that it refuses (4xx).
   *
   * @param options which events, for how long, and how patiently
   * @return the events and the gaps between them; read them, then close
   * @throws io.longshore.error.ConnectionException if the engine is not there at the first attempt
   * @throws io.longshore.error.BadRequestException if the engine does not know a filter
   */
  public DockerStream<Followed<EventMessage>> followEvents(Consumer<EventOptions> options) {
    EventOptions wanted = EventOptions.of(options);
    return new SourceStream<>(Reconnecting.open(new Events(executor.forCall("followEvents"), wanted), wanted.patience()));
  }
}
