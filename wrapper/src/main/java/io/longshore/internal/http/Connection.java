package io.longshore.internal.http;

import io.longshore.DockerException;
import io.longshore.EngineException;
import io.longshore.UnsupportedException;
import io.longshore.generated.engine.model.ErrorResponse;
import io.longshore.generated.runtime.Answer;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.UnknownListener;
import io.longshore.internal.transport.BodyInput;
import io.longshore.internal.transport.CallTimeouts;
import io.longshore.internal.transport.Duplex;
import io.longshore.internal.transport.FailureKind;
import io.longshore.internal.transport.GuardedInput;
import io.longshore.internal.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends requests to one engine in one version, or in none, and reads its answers. */
final class Connection {
  private static final int USUAL_WHOLE = 8 * 1024;
  private static final int LONGEST_WHOLE = 64 * 1024;
  private static final int LONGEST_TEXT = 64 * 1024;
  private static final int LONGEST_ERROR = 64 * 1024;
  private static final int LONGEST_MESSAGE = 4 * 1024;

  private final Transport transport;
  private final Dialect dialect;
  private final UnknownListener unknown;
  private final long maxAnswer;
  private final @Nullable ApiVersion apiVersion;
  private final BooleanSupplier closed;
  private final @Nullable Cancellation cancellation;

  Connection(
      Transport transport,
      Dialect dialect,
      UnknownListener unknown,
      long maxAnswer,
      @Nullable ApiVersion apiVersion,
      BooleanSupplier closed,
      @Nullable Cancellation cancellation) {
    this.closed = closed;
    this.cancellation = cancellation;
    this.transport = transport;
    this.dialect = dialect;
    this.unknown = unknown;
    this.maxAnswer = maxAnswer;
    this.apiVersion = apiVersion;
  }

  Transport transport() {
    return transport;
  }

  /** Sends a request and reads its answer whole. */
  <T> Reply<T> exchange(ApiRequest<T> request, Bodies body, CallTimeouts timeouts) {
    BodyInput json = request.answer().form() == Answer.Form.JSON ? new BodyInput() : null;
    Sent sent = send(request, prepared(request, body).tag(BodyInput.class, json).build(), timeouts);
    try (Response response = sent.response) {
      InputStream bytes = json == null ? response.body().byteStream() : json.of(response);
      try {
        return new Reply<>(response.code(), response.headers(), read(request.answer(), response, bytes));
      } catch (IOException e) {
        throw sent.failures.inAnswer(e, sent.call);
      } finally {
        if (json != null && !json.isOver()) {
          sent.call.cancel();
        }
      }
    }
  }

  /** Sends a request and leaves the body of a good answer to be read. */
  Opened open(ApiRequest<?> request, Bodies body, CallTimeouts timeouts) {
    BodyInput bytes = new BodyInput();
    Sent sent = send(request, prepared(request, body).tag(BodyInput.class, bytes).build(), timeouts);
    // okio's own stream cannot stand being closed by another thread than its reader.
    GuardedInput input = new GuardedInput(bytes.of(sent.response), sent.call::cancel);
    return new Opened(sent.call, sent.response, input, sent.failures);
  }

  /** Sends a request that turns the connection into a stream both ways. */
  UpgradedBytes upgrade(ApiRequest<?> request, Bodies body, CallTimeouts timeouts) {
    Request prepared =
        prepared(request, body).header("Connection", "Upgrade").header("Upgrade", "tcp").build();
    Sent sent = send(request, prepared, timeouts);
    if (sent.response.code() != 101) {
      // Closing an unfinished body would wait for the rest of it.
      sent.call.cancel();
      sent.response.close();
      throw new UnsupportedException(
          request.operation() + ": " + transport.address() + " answered " + sent.response.code()
              + " without upgrading the connection, so nothing can be sent to the program, which may run all the same; let no proxy"
              + " that removes 'Connection: Upgrade' stand in between",
          null);
    }
    try {
      return new UpgradedBytes(
          Duplex.of(sent.call, sent.response),
          sent.call,
          sent.failures,
          sent.response.header("Content-Type", ""),
          sent.response.header("Server", ""));
    } catch (IOException e) {
      throw sent.failures.beforeAnswer(e, sent.call);
    }
  }

  private Sent send(ApiRequest<?> request, Request prepared, CallTimeouts timeouts) {
    Failures failures = new Failures(request, transport.address(), timeouts, closed);
    Call call = transport.newCall(prepared, timeouts);
    if (cancellation != null) {
      cancellation.watch(call);
    }
    Response response;
    try {
      response = call.execute();
    } catch (IOException e) {
      throw failures.beforeAnswer(e, call);
    }
    if (!request.isSuccess(response.code())) {
      throw refused(request, response, failures, call);
    }
    return new Sent(call, response, failures);
  }

  private record Sent(Call call, Response response, Failures failures) {}

  private Request.Builder prepared(ApiRequest<?> request, Bodies body) {
    String prefix = apiVersion == null ? "" : "/v" + apiVersion;
    HttpUrl.Builder url = transport.url(prefix + request.path());
    request.query().forEach(parameter -> url.addQueryParameter(parameter.name(), parameter.value()));
    Request.Builder prepared = transport.request(url.build()).header("User-Agent", UserAgent.TEXT);
    request.headers().forEach(parameter -> prepared.header(parameter.name(), parameter.value()));
    // OkHttp wants a body with these methods, if an empty one; with an empty one engines want no content type.
    boolean needsBody = request.method().equals("POST") || request.method().equals("PUT");
    okhttp3.RequestBody sent =
        body.body() == null && needsBody ? okhttp3.RequestBody.EMPTY : body.body();
    return prepared.method(request.method(), sent);
  }

  private <T> @Nullable T read(Answer<T> answer, Response response, InputStream body) throws IOException {
    if (response.code() == 204 || response.code() == 304) {
      return null;
    }
    return switch (answer.form()) {
      case EMPTY -> null;
      case STREAM -> throw new IllegalStateException("a stream is not read whole");
      case JSON -> json(answer, body);
      case TEXT -> text(answer, response, body);
    };
  }

  /** A string in JSON is read as such whatever the header says: Docker 1.8's own page shows one without a header, before a comma. */
  private static <T> @Nullable T text(Answer<T> answer, Response response, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LONGEST_TEXT + 1);
    if (bytes.length > LONGEST_TEXT) {
      throw new IOException("a text of more than " + LONGEST_TEXT + " bytes where a word belongs");
    }
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    boolean quoted = text.startsWith("\"");
    String json = quoted && text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    return quoted || isJson(response)
        ? Json.decode(answer.adapter(), json.getBytes(StandardCharsets.UTF_8))
        : answer.ofText(text);
  }

  /** What is short is decoded as a whole, which is faster; what is long must not be in memory twice. */
  private <T> @Nullable T json(Answer<T> answer, InputStream body) throws IOException {
    byte[] start = new byte[USUAL_WHOLE];
    int count = body.readNBytes(start, 0, start.length);
    while (count == start.length && count < LONGEST_WHOLE) {
      start = Arrays.copyOf(start, 2 * count);
      count += body.readNBytes(start, count, start.length - count);
    }
    Reader text =
        count < start.length
            ? new StringReader(new String(start, 0, count, StandardCharsets.UTF_8))
            : new InputStreamReader(
                new SequenceInputStream(new ByteArrayInputStream(start), body), StandardCharsets.UTF_8);
    return Json.decode(answer.adapter(), text, unknown, maxAnswer);
  }

  private EngineException refused(ApiRequest<?> request, Response response, Failures failures, Call call) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (response) {
      if (!request.method().equals("HEAD")) {
        read(response.body().byteStream(), body);
        if (body.size() >= LONGEST_ERROR) {
          call.cancel(); // Or closing waits for the rest.
        }
      }
    } catch (IOException e) {
      FailureKind kind = failures.kind(e, call);
      if (kind == FailureKind.CANCELLED || kind == FailureKind.INTERRUPTED) {
        throw failures.inAnswer(e, call);
      }
      // The status says enough: nothing was done, however little of the reason came through.
    }
    return dialect.failure(
        new EngineException.Answer(
            request.operation(),
            request.resource(),
            response.code(),
            message(response, body.toByteArray()),
            apiVersion == null ? null : apiVersion.toString()));
  }

  private static void read(InputStream in, ByteArrayOutputStream into) throws IOException {
    byte[] chunk = new byte[8 * 1024];
    while (into.size() < LONGEST_ERROR) {
      int count = in.read(chunk);
      if (count < 0) {
        return;
      }
      into.write(chunk, 0, count);
    }
  }

  private static String message(Response response, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (isJson(response) || text.startsWith("{")) {
      try {
        ErrorResponse error = Json.decode(ErrorResponse.ADAPTER, body);
        if (error != null && error.message() != null) {
          return shown(error.message().strip());
        }
      } catch (IOException e) {
        // Not what its content type says: shown as the text that it is.
      }
    }
    return shown(text);
  }

  private static String shown(String text) {
    if (text.isEmpty()) {
      return "no reason given";
    }
    // What is no text at all must not reach a terminal as it is; JSON can hold such characters too.
    String printable = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    return printable.length() > LONGEST_MESSAGE ? printable.substring(0, LONGEST_MESSAGE) + "…" : printable;
  }

  private static boolean isJson(Response response) {
    String type = response.header("Content-Type", "");
    return type.startsWith("application/json");
  }

  /** A good answer whose body has not been read. */
  record Opened(Call call, Response response, InputStream input, Failures failures) {
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
