package io.longshore.internal.http;

import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.runtime.Answer;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.UnknownListener;
import io.longshore.internal.transport.BodyInput;
import io.longshore.internal.transport.CallTimeouts;
import io.longshore.internal.transport.Duplex;
import io.longshore.internal.transport.FailureKind;
import io.longshore.internal.transport.GuardedInput;
import io.longshore.internal.transport.ProxyRefusedException;
import io.longshore.internal.transport.Transport;
import io.longshore.internal.transport.Uninterrupted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends requests to one engine in one version, or in none, and reads its answers. */
final class EngineConnection {
  private static final int NO_CONTENT = 204;

  private final Transport transport;
  private final Dialect dialect;
  private final UnknownListener unknown;
  private final long maxAnswer;
  private final @Nullable ApiVersion apiVersion;
  private final BooleanSupplier closed;
  private final @Nullable Cancellation cancellation;
  private final @Nullable Caller caller;

  EngineConnection(
      Transport transport,
      Dialect dialect,
      UnknownListener unknown,
      long maxAnswer,
      @Nullable ApiVersion apiVersion,
      BooleanSupplier closed,
      @Nullable Cancellation cancellation,
      @Nullable Caller caller) {
    this.closed = closed;
    this.cancellation = cancellation;
    this.caller = caller;
    this.transport = transport;
    this.dialect = dialect;
    this.unknown = unknown;
    this.maxAnswer = maxAnswer;
    this.apiVersion = apiVersion;
  }

  Transport transport() {
    return transport;
  }

  /** Sends a request and reads the whole response; null if it must be empty. */
  <T> Reply<T> exchange(ApiRequest<T> request, Bodies body, CallTimeouts timeouts) {
    BodyInput bytes = new BodyInput();
    Sent sent = send(request, prepared(request, body).tag(BodyInput.class, bytes).build(), timeouts);
    Response response = sent.response;
    boolean read = false;
    try {
      boolean empty = response.code() == NO_CONTENT && request.isSuccess(NO_CONTENT);
      @Nullable
      T value = empty ? null : read(request.answer(), response, bytes.of(response));
      read = true;
      return new Reply<>(response.code(), response.headers(), value);
    } catch (WholeBody.EmptyException e) {
      throw sent.failures.empty(e);
    } catch (IOException e) {
      throw sent.failures.inAnswer(e, sent.call);
    } finally {
      if (!read || !bytes.isOver()) {
        // Closing would read the unread rest.
        sent.call.cancel();
      }
      Uninterrupted.close(response::close);
    }
  }

  /** Sends a request and leaves the body of a good answer to be read. */
  Opened open(ApiRequest<?> request, Bodies body, CallTimeouts timeouts) {
    BodyInput bytes = new BodyInput();
    Sent sent = send(request, prepared(request, body).tag(BodyInput.class, bytes).build(), timeouts);
    return sent.handedOver(
        () -> {
          // okio's own stream cannot stand being closed by another thread than its reader.
          GuardedInput input = new GuardedInput(bytes.of(sent.response), sent.call::cancel);
          return new Opened(sent.call, sent.response, input, bytes, sent.failures);
        });
  }

  /** Sends a request that turns the connection into a stream both ways. */
  UpgradedBytes upgrade(ApiRequest<?> request, Bodies body, CallTimeouts timeouts) {
    Request.Builder upgrading = prepared(request, body).header("Connection", "Upgrade");
    if (request.headers().stream().noneMatch(header -> header.name().equals("Upgrade"))) {
      upgrading.header("Upgrade", "tcp");
    }
    Request prepared = upgrading.build();
    Sent sent = send(request, prepared, timeouts);
    return sent.handedOver(
        () -> {
          if (sent.response.code() != 101) {
            throw new UnsupportedException(
                Caller.of(caller, request) + ": " + transport.address() + " answered " + sent.response.code()
                    + " without upgrading the connection, so nothing can be sent to the program, which may still run; connect without a"
                    + " proxy that removes 'Connection: Upgrade'",
                null);
          }
          try {
            return new UpgradedBytes(
                Duplex.of(sent.call, sent.response), sent.call, sent.failures, sent.response.header("Content-Type", ""),
                sent.response.header("Server", ""));
          } catch (IOException e) {
            throw sent.failures.beforeAnswer(e, sent.call);
          }
        });
  }

  private Sent send(ApiRequest<?> request, Request prepared, CallTimeouts timeouts) {
    Failures failures = new Failures(request, caller, transport.address(), timeouts, closed);
    Call call = transport.newCall(prepared, timeouts);
    if (cancellation != null) {
      cancellation.watch(call);
    }
    Response response;
    try {
      response = call.execute();
    } catch (ProxyRefusedException e) {
      if (cancellation != null) {
        cancellation.refused();
      }
      throw dialect.failure(answer(request, 407, Refusals.ofProxy(e)));
    } catch (IOException e) {
      if (cancellation != null && !FailureKind.mayHaveActed(e, call)) {
        cancellation.nothingSent();
      }
      throw failures.beforeAnswer(e, call);
    }
    Sent sent = new Sent(call, response, failures);
    return sent.handedOver(
        () -> {
          if (!response.isSuccessful() && !request.isSuccess(response.code())) {
            throw refused(request, response, failures, call);
          }
          if (!request.isSuccess(response.code())) {
            unknown.unknown("status", "the success " + response.code());
          }
          return sent;
        });
  }

  /** A response that has begun, and whose connection is not handed over yet. */
  private record Sent(Call call, Response response, Failures failures) {
    /** What fails here ends the call, so that its connection is neither kept nor left open. */
    <R> R handedOver(Supplier<R> taking) {
      try {
        return taking.get();
      } catch (RuntimeException | Error e) {
        // First: closing an unfinished body would wait for the rest of it.
        Uninterrupted.close(
            () -> {
              call.cancel();
              response.close();
            });
        throw e;
      }
    }
  }

  private Request.Builder prepared(ApiRequest<?> request, Bodies body) {
    String prefix = apiVersion == null ? "" : "/v" + apiVersion;
    HttpUrl.Builder url = transport.url(prefix + request.path());
    request.query().forEach(parameter -> url.addQueryParameter(parameter.name(), parameter.value()));
    Request.Builder prepared = transport.request(url.build()).header("User-Agent", UserAgent.TEXT);
    request.headers().forEach(parameter -> prepared.removeHeader(parameter.name()));
    request.headers().forEach(parameter -> prepared.addHeader(parameter.name(), parameter.value()));
    // OkHttp wants a body with these methods, if an empty one; with an empty one engines want no content type.
    boolean needsBody = request.method().equals("POST") || request.method().equals("PUT");
    okhttp3.RequestBody sent = body.body() == null && needsBody ? okhttp3.RequestBody.EMPTY : body.body();
    return prepared.method(request.method(), sent);
  }

  private <T> @Nullable T read(Answer<T> answer, Response response, InputStream body) throws IOException {
    if (response.code() == 304) {
      return null;
    }
    return switch (answer.form()) {
      case EMPTY -> null;
      case STREAM -> throw new IllegalStateException("a stream is not read whole");
      case JSON -> WholeBody.json(answer.adapter(), response, body, unknown, maxAnswer);
      case TEXT -> WholeBody.text(answer, response, body);
    };
  }

  private EngineException refused(ApiRequest<?> request, Response response, Failures failures, Call call) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean all = request.method().equals("HEAD");
    try {
      all = all || Refusals.read(response.body().byteStream(), body);
    } catch (IOException e) {
      FailureKind kind = failures.kind(e, call);
      if (kind == FailureKind.CANCELLED || kind == FailureKind.INTERRUPTED) {
        throw failures.inAnswer(e, call);
      }
      // The status says enough: nothing was done, however little of the reason came through.
    }
    if (all) {
      // Read to its end, it leaves a connection that can be kept.
      response.close();
    }
    if (cancellation != null && Refusals.isCertain(response, body.toByteArray())) {
      cancellation.refused();
    }
    return dialect.failure(answer(request, response.code(), Refusals.message(response, body.toByteArray())));
  }

  private EngineException.Answer answer(ApiRequest<?> request, int status, String message) {
    return new EngineException.Answer(
        request.operation(), request.resource(), status, message, apiVersion == null ? null : apiVersion.toString(),
        Caller.of(caller, request));
  }

  /** A good answer whose body has not been read. */
  record Opened(Call call, Response response, InputStream input, BodyInput bytes, Failures failures) {
    /** Cancels first, through the input: closing an unfinished body would wait for the rest of it. */
    void close() {
      try {
        input.close();
      } catch (IOException e) {
        // A cancelled stream has nothing more to say.
      }
    }

    DockerException inStream(IOException failure) {
      return failures.inStream(failure, call);
    }
  }
}
