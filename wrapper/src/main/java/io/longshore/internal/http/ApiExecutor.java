package io.longshore.internal.http;

import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.AuthConfig;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.Feature;
import io.longshore.generated.runtime.UnknownListener;
import io.longshore.internal.Answered;
import io.longshore.internal.credentials.CredentialSource;
import io.longshore.internal.credentials.RegistryAccess;
import io.longshore.internal.credentials.RegistryName;
import io.longshore.internal.libraries.Libraries;
import io.longshore.internal.options.Check;
import io.longshore.internal.stream.ByteDuplex;
import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.Source;
import io.longshore.internal.transport.CallTimeouts;
import io.longshore.internal.transport.FailureKind;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes every call of a client. Immutable and thread-safe. */
public final class ApiExecutor {
  /** The longest that Podman takes for a stream that is not silent, unless it is under great load. */
  private static final Duration HELD_BACK = Duration.ofSeconds(1);

  /** Docker's words and Podman's, for a container whose log driver is none, or one that only sends logs elsewhere. */
  private static final Pattern WITHOUT_LOG = Pattern
      .compile("logging driver does not support reading|container is not logging output");

  private final EngineLookup session;
  private final Dialect dialect;
  private final TimeLimits timeouts;
  private final @Nullable Function<String, UnknownListener> strict;
  private final @Nullable Cancellation cancellation;
  private final @Nullable Caller caller;
  private final CredentialSource credentials;

  public ApiExecutor(EngineLookup session, Dialect dialect, TimeLimits timeouts,
      @Nullable Function<String, UnknownListener> strict) {
    this(session, dialect, timeouts, strict, null, null, CredentialSource.NONE);
  }

  private ApiExecutor(
      EngineLookup session,
      Dialect dialect,
      TimeLimits timeouts,
      @Nullable Function<String, UnknownListener> strict,
      @Nullable Cancellation cancellation,
      @Nullable Caller caller,
      CredentialSource credentials) {
    this.session = session;
    this.dialect = dialect;
    this.timeouts = timeouts;
    this.strict = strict;
    this.cancellation = cancellation;
    this.caller = caller;
    this.credentials = credentials;
  }

  public ApiExecutor with(TimeLimits other) {
    return new ApiExecutor(session, dialect, other, strict, cancellation, caller, credentials);
  }

  public ApiExecutor with(Dialect other) {
    return new ApiExecutor(session, other, timeouts, strict, cancellation, caller, credentials);
  }

  /** The same, with sequential calls that another thread can end. */
  public ApiExecutor with(Cancellation other) {
    return new ApiExecutor(session, dialect, timeouts, strict, other, caller, credentials);
  }

  /** The same with credentials for registries. */
  public ApiExecutor with(CredentialSource other) {
    return new ApiExecutor(session, dialect, timeouts, strict, cancellation, caller, other);
  }

  /**
   * What a call sends to the registry of an image, and what a refusal by it means.
   *
   * @param given what the program gave to the call, for a registry; null to use the client's
   */
  public RegistryAccess registryAccess(String reference, @Nullable Function<String, AuthConfig> given) {
    String registry = RegistryName.of(reference);
    return given != null
        ? RegistryAccess.explicit(registry, given.apply(registry))
        : RegistryAccess.lookedUp(registry, credentials, timeouts.answer(), session::isClosed,
            caller == null ? reference : caller.call() + " of " + reference);
  }

  /** The same for a method: its failures name the method, and the resource of this executor if it has one. */
  public ApiExecutor forCall(String method) {
    return caller == null ? forCall(method, "", "") : forCall(method, caller.id(), caller.name());
  }

  /**
   * The same for a method of a resource: its failures name both.
   *
   * @param id what requests contain for the resource
   * @param name what the program knows it as
   */
  public ApiExecutor forCall(String method, String id, String name) {
    return new ApiExecutor(session, dialect, timeouts, strict, cancellation, new Caller(method, id, name), credentials);
  }

  /** The same method about another resource, which its failures name. */
  public ApiExecutor about(String id, String name) {
    return forCall(caller == null ? "" : caller.call(), id, name);
  }

  /** The same method, whose failures name a container too. */
  public ApiExecutor alsoNaming(String preposition, String container) {
    Caller now = Objects.requireNonNull(caller, "caller");
    return about(now.id(), now.name() + preposition + Check.shown(Check.container(container), null));
  }

  /** What the program knows the resource with this id as. */
  public String nameOf(String id) {
    return caller != null && caller.id().equals(id) ? caller.name() : id;
  }

  /**
   * Works over separate connections, which neither closing the client nor failures of its other connections reach: for
   * cleaning up after a call. Unknown fields are not reported: the listener may throw, and the clean-up would fail.
   */
  public <T> T apart(Function<ApiExecutor, T> work) {
    try (EngineLookup apart = session.apart()) {
      return work.apply(new ApiExecutor(apart, dialect, timeouts, null, null, caller, credentials));
    }
  }

  /** The same, with at most this long to connect and for a response. */
  public ApiExecutor within(Duration limit) {
    return with(timeouts.within(limit));
  }

  public TimeLimits timeouts() {
    return timeouts;
  }

  /** The Engine API version that is spoken; finds the engine if it is not known yet. */
  public ApiVersion version() {
    return session.version(timeouts);
  }

  /** Whether the engine is Podman; finds the engine if it is not known yet. */
  public boolean isPodman() {
    return session.engine(timeouts).podman();
  }

  /** Where the engine is; finds it if it is not known yet. */
  public Place place() {
    return session.place(timeouts);
  }

  /** Whether the client was closed. */
  public boolean isClosed() {
    return session.isClosed();
  }

  /** Makes a call without a result, or with one that may be null. */
  public <T> @Nullable T callNullable(ApiRequest<T> request, Limits limits) {
    return exchange(request, limits).body();
  }

  /** What a failure of this request says first. */
  public String what(ApiRequest<?> request) {
    return Caller.of(caller, request);
  }

  /** Makes a call that lists; engines send null for an empty list. */
  public <T> List<T> list(ApiRequest<List<T>> request, Limits limits) {
    List<T> listed = callNullable(request, limits);
    return listed == null ? List.of() : Answered.withoutNulls(listed);
  }

  /** Makes a call whose answer has a body. */
  public <T> T call(ApiRequest<T> request) {
    return call(request, Limits.ORDINARY);
  }

  /** Makes a call whose answer has a body. */
  public <T> T call(ApiRequest<T> request, Limits limits) {
    T body = exchange(request, limits).body();
    if (body == null) {
      String done = request.isSafe() ? "" : " was done, but";
      throw new DockerException(what(request) + done + ": the engine sent an empty response", null);
    }
    return body;
  }

  /** Requires a part without which a response is useless. */
  public static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new DockerException("the engine answered without " + what, null);
    }
    return value;
  }

  /** Makes a call and returns the whole reply. */
  public <T> Reply<T> exchange(ApiRequest<T> request, Limits limits) {
    Bodies body = Bodies.of(request.body());
    return renegotiating(
        connection(request, body), connection -> connection.exchange(request, body, deadlines(limits)));
  }

  /** Opens an answer of bytes. */
  public ByteSource bytes(ApiRequest<InputStream> request, Limits limits) {
    return new ResponseBytes(open(request, limits));
  }

  /** Opens an answer of JSON values. */
  public <T> Source<T> sequence(ApiRequest<T> request, Limits limits) {
    return new ResponseValues<>(open(request, limits), request.answer().adapter(), listener(request),
        session.maxAnswer());
  }

  /** Turns the connection of a request into a stream both ways. */
  public ByteDuplex upgrade(ApiRequest<InputStream> request, Limits limits) {
    Bodies body = Bodies.of(request.body());
    return renegotiating(
        connection(request, body), connection -> connection.upgrade(request, body, deadlines(limits)));
  }

  private Opening open(ApiRequest<?> request, Limits limits) {
    Bodies body = Bodies.of(request.body());
    CallTimeouts deadlines = deadlines(limits);
    if (limits.follows() && deadlines.heldBack()) {
      return openLate(request, body, deadlines);
    }
    try {
      return renegotiating(connection(request, body),
          connection -> Opening.of(connection.open(request, body, deadlines)));
    } catch (DeadlineException e) {
      if (!limits.follows() || FailureKind.of(e) == FailureKind.CONNECT_TIMEOUT) {
        throw e;
      }
      throw new DeadlineException(
          e.getMessage() + "; if it answers other calls, it is stuck on this one, or a proxy holds back its response",
          e);
    }
  }

  /**
   * Opens a stream whose answer begins with its first item: one thread waits for that, and this one no longer than
   * necessary.
   */
  private Opening openLate(ApiRequest<?> request, Bodies body, CallTimeouts deadlines) {
    Cancellation own = new Cancellation(cancellation);
    Cancellation ping = new Cancellation();
    EngineConnection connection = with(own).connection(request, body);
    Opening opening = Opening.start(
        what(request), own, ping::cancel,
        () -> renegotiating(connection, opened -> opened.open(request, body, deadlines)));
    if (!opening.within(TimeLimits.shorter(HELD_BACK, timeouts.answer()))) {
      checkAlive(request, connection, opening, ping);
    }
    return opening;
  }

  /** Only another request can tell a silent stream whose response has not begun from a hung engine. */
  private void checkAlive(ApiRequest<?> request, EngineConnection connection, Opening opening, Cancellation ping) {
    try {
      session.ping(connection.transport(), timeouts, ping);
    } catch (EngineException e) {
      // It answers, if only with a refusal.
    } catch (RuntimeException | Error e) {
      if (opening.isOpen()) {
        // Its result, or a close, ended the request.
        opening.get();
        return;
      }
      opening.close();
      if (e instanceof ConnectionException dead) {
        throw EngineLookup.again(
            dead, what(request) + ": the stream does not begin, and the engine does not answer at all: "
                + Failures.reason(dead));
      }
      throw e;
    }
  }

  private CallTimeouts deadlines(Limits limits) {
    CallTimeouts deadlines = session.engine(timeouts).podman() ? limits.ofPodman(timeouts) : limits.of(timeouts);
    return deadlines.withRefusal(timeouts.answer());
  }

  private EngineConnection connection(ApiRequest<?> request, Bodies body) {
    ApiVersion spoken = spoken(request, body);
    return new EngineConnection(
        session.engine(timeouts).transport(),
        dialect,
        listener(request),
        session.maxAnswer(),
        spoken,
        session::isClosed,
        cancellation,
        caller);
  }

  private UnknownListener listener(ApiRequest<?> request) {
    return strict == null ? UnknownListener.IGNORE : strict.apply(request.operation());
  }

  /** The version to speak, after checking that the engine has everything that the request uses. */
  private ApiVersion spoken(ApiRequest<?> request, Bodies body) {
    if (dialect == Dialect.EXPERIMENTAL) {
      session.requireExperimental(timeouts);
      return Dialect.EXPERIMENTAL_VERSION;
    }
    ApiVersion version = version();
    requireAll(request, request.features(), version);
    requireAll(request, body.features(), version);
    return version;
  }

  private void requireAll(ApiRequest<?> request, List<Feature> features, ApiVersion version) {
    for (Feature feature : features) {
      if (!feature.isIn(version)) {
        throw unsupported(feature, request.operation().equals(feature.name()), version);
      }
    }
  }

  private UnsupportedException unsupported(Feature feature, boolean isCall, ApiVersion version) {
    ApiVersion newest = session.engine(timeouts).newest();
    boolean byPin = session.isPinned() && (newest == null || feature.isIn(newest));
    String speaks = byPin
        ? "this client speaks " + version + " to the engine, as pinned"
        : "this engine speaks " + (session.isPinned() ? newest : version);
    if (feature.until() != null && version.isAfter(feature.until())) {
      return new UnsupportedException(
          feature.name() + " was removed after API " + feature.until() + "; " + speaks + (byPin ? ", which" : " and")
              + " would ignore it; leave it unset",
          null);
    }
    return new UnsupportedException(
        feature.name() + " needs API " + Objects.requireNonNull(feature.since()) + " and " + speaks
            + (isCall ? ", which does not have it; " : ", which would silently ignore it; leave it unset, or ")
            + (byPin
                ? "leave " + session.pins() + " unset" + (newest == null ? "" : ": the engine speaks " + newest)
                : "use a newer engine"),
        null);
  }

  private <R> R renegotiating(EngineConnection connection, Function<EngineConnection, R> action) {
    try {
      return action.apply(connection);
    } catch (EngineException e) {
      if (e.status() == 400 && e.engineMessage().startsWith("client version ")) {
        session.renegotiate(connection.transport());
        throw new UnsupportedException(
            "the engine refused API " + e.apiVersion() + ": " + e.engineMessage() + "; this client speaks "
                + Dialect.OLDEST
                + " to " + Dialect.NEWEST + "; " + session.advice(),
            e);
      }
      if (WITHOUT_LOG.matcher(e.engineMessage()).find()) {
        throw new UnsupportedException(
            e.what() + ": the log driver of this container keeps nothing that can be read (" + e.engineMessage()
                + "); create it with"
                + " another one, such as json-file or local, or attach to it before it is started",
            e);
      }
      throw e;
    } catch (LinkageError e) {
      throw Libraries.explain(e);
    }
  }
}
