package io.longshore.internal.http;

import io.longshore.error.BadRequestException;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.EngineNotFoundException;
import io.longshore.error.EngineNotFoundException.Attempt;
import io.longshore.error.NotFoundException;
import io.longshore.error.TlsException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.api.SystemApi;
import io.longshore.generated.engine.model.SystemVersion;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.UnknownListener;
import io.longshore.internal.libraries.Libraries;
import io.longshore.internal.transport.FailureKind;
import io.longshore.internal.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine is and which version to speak: found on first use, then remembered. Shared by every executor of a
 * client. Thread-safe.
 */
public final class EngineLookup implements AutoCloseable {
  private final List<Place> places;
  private final @Nullable ApiVersion pinned;
  private final long maxAnswer;
  private final ReentrantLock finding = new ReentrantLock();
  private volatile @Nullable Engine engine;
  /** Connections to what is not known as an engine, or not any more; closing must reach them too. */
  private volatile @Nullable Transport unsettled;
  private volatile @Nullable Failed lastFailure;
  private volatile boolean closed;

  public EngineLookup(List<Place> places, @Nullable ApiVersion pinned) {
    this(places, pinned, Long.MAX_VALUE);
  }

  /**
   * A lookup that does not connect yet.
   *
   * @param maxAnswer how large a JSON answer may be, and each item of a stream; see
   *     {@link io.longshore.generated.runtime.JsonLimitException}
   */
  public EngineLookup(List<Place> places, @Nullable ApiVersion pinned, long maxAnswer) {
    this.places = List.copyOf(places);
    this.pinned = pinned;
    this.maxAnswer = maxAnswer;
  }

  long maxAnswer() {
    return maxAnswer;
  }

  /** The engine; searches if this is the first use or the last search failed. */
  // This checks whether the search failed again, not whether it failed in the same way.
  @SuppressWarnings("ReferenceEquality")
  Engine engine(TimeLimits timeouts) {
    Engine known = engine;
    if (known != null && !closed) {
      return known;
    }
    Failed before = lastFailure;
    return locked(timeouts, () -> {
      checkOpen();
      Engine found = engine;
      if (found == null) {
        Failed meanwhile = lastFailure;
        if (meanwhile != null && meanwhile != before && meanwhile.timeouts().equals(timeouts)) {
          // Each of many waiting calls would otherwise search in its turn, and the last wait for all of them.
          throw again(meanwhile.failure());
        }
        try {
          found = find(timeouts);
        } catch (ConnectionException e) {
          lastFailure = new Failed(timeouts, e);
          throw e;
        }
        engine = found;
        if (closed) {
          found.transport().close();
        }
        checkOpen();
      }
      return found;
    });
  }

  /** Where the engine is, and how it was configured; searches as {@link #engine} does. */
  Place place(TimeLimits timeouts) {
    Object found = engine(timeouts).transport().address();
    return places.stream().filter(place -> place.address().equals(found)).findFirst()
        .orElseThrow(() -> new DockerException("the address of the engine is not known any more", null));
  }

  /** The same engine over connections of their own, also when this session is closed. The caller closes it. */
  EngineLookup apart() {
    Engine known = engine;
    if (known == null) {
      throw new DockerException("the address of the engine is not known any more", null);
    }
    EngineLookup apart = new EngineLookup(List.of(), pinned, maxAnswer);
    apart.engine = new Engine(known.transport().again(), known.newest(), known.experimental(), known.podman());
    return apart;
  }

  private record Failed(TimeLimits timeouts, ConnectionException failure) {}

  /** The same failure for another thread: each needs a stack trace of its own, and may add to its exception. */
  static ConnectionException again(ConnectionException first) {
    return again(first, Failures.reason(first));
  }

  /** The same failure, said in other words. */
  public static ConnectionException again(ConnectionException first, String message) {
    if (first instanceof EngineNotFoundException notFound) {
      return new EngineNotFoundException(message.split("\n", 2)[0], notFound.attempts(), first);
    }
    if (first instanceof DeadlineException) {
      return new DeadlineException(message, first);
    }
    return first instanceof TlsException ? new TlsException(message, first) : new ConnectionException(message, first);
  }

  boolean isClosed() {
    return closed;
  }

  private void checkOpen() {
    if (closed) {
      throw new CancelledException("the client is closed; create another one", null);
    }
  }

  /** The Engine API version to speak. */
  public ApiVersion version(TimeLimits timeouts) {
    Engine found = engine(timeouts);
    if (pinned == null) {
      return found.negotiated();
    }
    if (Dialect.OLDEST.isAfter(pinned)) {
      throw new UnsupportedException(
          "API " + pinned + " is pinned; this client speaks " + Dialect.OLDEST + " to " + Dialect.NEWEST
              + " and the engine "
              + (found.newest() == null ? "does not say what it speaks" : "up to " + found.newest()) + ": " + unpin(),
          null);
    }
    return pinned;
  }

  /** What to do if the engine refuses the current version. */
  String advice() {
    return pinned == null ? "the next call asks the engine again for its version" : unpin();
  }

  private String unpin() {
    return "leave " + pins() + " unset to agree on one, or pin one that both speak";
  }

  boolean isPinned() {
    return pinned != null;
  }

  /** The settings that can pin a version. */
  String pins() {
    return byProgram() ? "apiVersion(…)" : "apiVersion(…) and DOCKER_API_VERSION";
  }

  /** Whether the program named the engine: advice about its environment would then be useless. */
  private boolean byProgram() {
    return places.stream().anyMatch(Place::byProgram);
  }

  /** Fails unless the engine answers; another thread can end it. */
  void ping(Transport transport, TimeLimits timeouts, Cancellation cancellation) {
    unversioned(transport, timeouts, SystemApi.systemPing().request(), cancellation);
  }

  /** Fails unless the engine serves the experimental networking API. */
  void requireExperimental(TimeLimits timeouts) {
    Engine found = engine(timeouts);
    if (found.experimental() == null) {
      found = locked(timeouts, () -> {
        Engine current = engine(timeouts);
        Engine asked = current.experimental() == null ? current.withExperimental(servesExperimental(current, timeouts))
            : current;
        engine = asked;
        return asked;
      });
    }
    if (!Boolean.TRUE.equals(found.experimental())) {
      throw new UnsupportedException(
          "the engine at " + found.where() + " speaks API " + found.newest()
              + " and has no experimental networking API:"
              + " only Docker 1.8's experimental build (API " + Dialect.EXPERIMENTAL_VERSION
              + ") serves it. Modern networks"
              + " are another API",
          null);
    }
  }

  /**
   * Forgets what is known about the engine: it was replaced by one with other versions. Current calls continue, and
   * nothing happens if another call noticed first.
   */
  void renegotiate(Transport refused) {
    // The holder of the lock is asking the engine right now. If it asks for another reason, the next call is refused
    // again and comes here too.
    if (!finding.tryLock()) {
      return;
    }
    try {
      Engine known = engine;
      if (known != null && known.transport() == refused) {
        unsettled = refused;
        engine = null;
      }
    } finally {
      finding.unlock();
    }
  }

  private Engine find(TimeLimits timeouts) {
    Transport refused = unsettled;
    if (refused != null) {
      try {
        return settled(refused, timeouts);
      } catch (ConnectionException e) {
        abandon(refused);
        checkOpen();
        if (!nobodyIsThere(e)) {
          throw e;
        }
      }
    }
    List<Attempt> attempts = new ArrayList<>();
    List<DockerException> failures = new ArrayList<>();
    boolean denied = false;
    for (Place place : places) {
      if (denied && place.isPodman()) {
        // Docker exists: its user's containers must not silently be created, or missed, in another engine.
        break;
      }
      Optional<String> unusable = place.whyUnusable();
      if (unusable.isPresent()) {
        denied |= place.isDenied();
        attempts.add(new Attempt(place.source(), place.host(), unusable.get()));
        continue;
      }
      Transport transport = place.open();
      unsettled = transport;
      try {
        checkOpen();
        return settled(transport, timeouts);
      } catch (ConnectionException e) {
        abandon(transport);
        checkOpen();
        // An engine exists but is failing: silently choosing another would send commands to the wrong one.
        if (!nobodyIsThere(e)) {
          throw e;
        }
        denied |= FailureKind.of(e) == FailureKind.PERMISSION_DENIED;
        attempts.add(new Attempt(place.source(), place.host(), Failures.reason(e)));
        failures.add(e);
      } catch (DockerException | Error e) {
        abandon(transport);
        throw e;
      }
    }
    EngineNotFoundException notFound = notFound(denied, attempts);
    failures.forEach(notFound::addSuppressed);
    throw notFound;
  }

  private EngineNotFoundException notFound(boolean denied, List<Attempt> attempts) {
    if (places.stream().anyMatch(Place::explicit)) {
      return new EngineNotFoundException(
          "no Docker engine found at the address that was given; start one there, or give another address. Tried:",
          attempts, null);
    }
    return denied
        ? new EngineNotFoundException(
            "no Docker engine that this user may use; join the group of its socket, or set DOCKER_HOST or a docker context to"
                + " use another engine. Tried:",
            attempts, null)
        : new EngineNotFoundException(attempts);
  }

  private static boolean nobodyIsThere(ConnectionException failure) {
    return switch (FailureKind.of(failure)) {
      case NO_SOCKET, REFUSED, PERMISSION_DENIED, NOT_A_SOCKET, PATH_TOO_LONG, UNKNOWN_HOST, UNREACHABLE -> true;
      default -> false;
    };
  }

  private Engine settled(Transport transport, TimeLimits timeouts) {
    Engine found = asked(transport, timeouts);
    unsettled = null;
    return found;
  }

  private void abandon(Transport transport) {
    transport.close();
    unsettled = null;
  }

  private Engine asked(Transport transport, TimeLimits timeouts) {
    try {
      Reply<String> ping = unversioned(transport, timeouts, SystemApi.systemPing().request());
      String said = ping.headers().get("Api-Version");
      if (said != null) {
        return new Engine(transport, ApiVersion.parse(said), null, ping.isPodman());
      }
      // Docker 1.8 sends no header; its version is in the body of /version only.
      SystemVersion version = unversioned(transport, timeouts, SystemApi.systemVersion().request()).body();
      if (version == null || version.apiVersion() == null) {
        return new Engine(transport, null, null, false);
      }
      ApiVersion newest = ApiVersion.parse(version.apiVersion());
      boolean stable = newest.equals(Dialect.EXPERIMENTAL_VERSION) && !Boolean.TRUE.equals(version.experimental());
      return new Engine(transport, newest, stable ? Boolean.FALSE : null, false);
    } catch (NotFoundException e) {
      return new Engine(transport, null, null, false);
    } catch (BadRequestException e) {
      // What Go's servers answer to plain HTTP on a TLS port.
      if (e.engineMessage().contains("HTTPS server")) {
        throw new TlsException(
            transport.address() + " speaks TLS only: " + (byProgram()
                ? "set tls(directory), or write https:// if a public authority signed its certificate"
                : "set DOCKER_TLS_VERIFY=1 with DOCKER_CERT_PATH, or create the context with its certificates"),
            e);
      }
      throw e;
    } catch (IllegalArgumentException e) {
      throw noEngine(transport, e);
    } catch (DockerException e) {
      // Only what cannot be read has no kind of its own.
      throw e.getClass() == DockerException.class ? noEngine(transport, e) : e;
    }
  }

  private static DockerException noEngine(Transport transport, Exception cause) {
    return new DockerException(
        "the server at " + transport.address() + " is not a Docker engine; check the address: " + cause.getMessage(),
        cause);
  }

  /**
   * A modern engine refuses /v1.20 or, when it is old enough to serve it, answers with its own newer version; Docker
   * 1.8 answers with that very version. The bare network server of its time had no /version at all.
   */
  private boolean servesExperimental(Engine engine, TimeLimits timeouts) {
    EngineConnection connection = new EngineConnection(
        engine.transport(), Dialect.EXPERIMENTAL, UnknownListener.IGNORE, maxAnswer, Dialect.EXPERIMENTAL_VERSION,
        this::isClosed, null, null);
    try {
      ApiRequest<SystemVersion> request = SystemApi.systemVersion().request();
      SystemVersion version = connection.exchange(request, Bodies.NONE, Limits.ORDINARY.of(timeouts)).body();
      return version != null
          && Dialect.EXPERIMENTAL_VERSION.toString().equals(version.apiVersion())
          && Boolean.TRUE.equals(version.experimental());
    } catch (EngineException e) {
      return e.status() == 404;
    }
  }

  private <T> Reply<T> unversioned(Transport transport, TimeLimits timeouts, ApiRequest<T> request) {
    return unversioned(transport, timeouts, request, null);
  }

  private <T> Reply<T> unversioned(
      Transport transport, TimeLimits timeouts, ApiRequest<T> request, @Nullable Cancellation cancellation) {
    EngineConnection connection = new EngineConnection(transport, Dialect.ENGINE, UnknownListener.IGNORE, maxAnswer,
        null, this::isClosed, cancellation, null);
    try {
      return connection.exchange(request, Bodies.NONE, Limits.ORDINARY.of(timeouts));
    } catch (LinkageError e) {
      throw Libraries.explain(e);
    }
  }

  private <T> T locked(TimeLimits timeouts, Supplier<T> action) {
    // Another thread may search with longer deadlines than this caller's, which bound its waiting as they bound a
    // search.
    Duration search = timeouts.connect().plus(timeouts.answer());
    Duration longest = search.compareTo(timeouts.call()) < 0 ? search : timeouts.call();
    try {
      if (!finding.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DeadlineException(
            "another call is still looking for the engine, and this one waited for it for " + Failures.text(longest),
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the thread was interrupted while it waited for the engine to be found", e);
    }
    try {
      return action.get();
    } finally {
      finding.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    Transport searching = unsettled;
    if (searching != null) {
      searching.close();
    }
    Engine known = engine;
    if (known != null) {
      known.transport().close();
    }
  }
}
