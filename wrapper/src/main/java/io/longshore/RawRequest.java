package io.longshore;

import io.longshore.error.DockerException;
import io.longshore.generated.runtime.Answer;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.BodyWriter;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.generated.runtime.Query;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import io.longshore.internal.stream.SourceByteStream;
import io.longshore.stream.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for an operation that has no method in this library. It has the version prefix, timeouts, errors and
 * interrupts of every other call; messages never contain its headers or body. The caller must know which API version
 * has it. Made by {@link DockerClient#request}. Not thread-safe; each of {@link #send()}, {@link #json()},
 * {@link #text()} and {@link #stream()} sends it once.
 *
 * <pre>{@code
 * Object tasks = docker.request("GET", "/tasks").query("filters", "{\"service\":[\"web\"]}").json();
 * }</pre>
 */
public final class RawRequest {
  private static final int FIRST_SUCCESS = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final int NOT_MODIFIED = 304;
  private static final int LONGEST_TEXT = 64 * 1024 * 1024;
  private static final List<String> SAFE = List.of("GET", "HEAD");

  private final ApiExecutor executor;
  private final String method;
  private final String path;
  private final Values query;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String contentType;
  private @Nullable BodyWriter body;

  RawRequest(ApiExecutor executor, String method, String path) {
    this.executor = executor;
    this.method = Check.text("method", method).toUpperCase(Locale.ROOT);
    if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.matches("/v\\d.*")) {
      throw new IllegalArgumentException(
          "path is '" + path
              + "'; begin it with a slash, without a version before it, and give the query by query(name, value)");
    }
    this.path = path.substring(1);
    this.query = new Values(this.method + " " + path);
    request(Answer.empty());
  }

  /** A query with any names. */
  private static final class Values extends Query {
    Values(String operation) {
      super(operation);
    }

    void set(String name, String value) {
      put(name, added(name, value), null, null);
    }
  }

  /**
   * Adds a parameter of the query.
   *
   * @param name its name
   * @param value its value, not encoded; a second one of the same name is sent too
   * @return this
   */
  public RawRequest query(String name, String value) {
    query.set(Check.text("name", name), value);
    return this;
  }

  /**
   * Sets a header, such as {@code X-Registry-Auth}.
   *
   * @param name its name
   * @param value its value, printable ASCII; no message contains it
   * @return this
   */
  public RawRequest header(String name, String value) {
    headers.put(Check.text("name", name), Objects.requireNonNull(value, "value"));
    request(Answer.empty());
    return this;
  }

  /**
   * Sends JSON.
   *
   * @param json the text; not checked
   * @return this
   */
  public RawRequest jsonBody(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return body("application/json", out -> out.write(bytes));
  }

  /**
   * Sends a body that is written while it is sent, such as a tar archive.
   *
   * @param contentType their type, such as {@code application/x-tar}
   * @param body writes them, once, in the thread that sends the request
   * @return this
   */
  public RawRequest body(String contentType, BodyWriter body) {
    this.contentType = Check.text("contentType", contentType);
    this.body = Objects.requireNonNull(body, "body");
    return this;
  }

  private <T> ApiRequest<T> request(Answer<T> answer) {
    ApiRequest.Builder<T> request = new ApiRequest.Builder<>(method + " /" + path, method, "/{path}", answer)
        .path("path", path, true).query(query);
    for (int status = FIRST_SUCCESS; status < FIRST_REDIRECT; status++) {
      request.success(status);
    }
    request.success(NOT_MODIFIED);
    headers.forEach((name, value) -> request.header(name, value, true));
    if (body != null && contentType != null) {
      request.written(contentType, body);
    }
    return request.build();
  }

  private ApiExecutor calls() {
    return executor.forCall("request");
  }

  private Limits limits() {
    return SAFE.contains(method) ? Limits.ORDINARY : Limits.HEAVY;
  }

  /**
   * Sends the request and ignores the response's content.
   *
   * @return the status: from 200 to 299, or 304, which engines send if nothing had to change
   * @throws io.longshore.error.EngineException if the engine refuses it
   */
  public int send() {
    return calls().exchange(request(Answer.empty()), limits()).status();
  }

  /**
   * Sends the request and reads JSON.
   *
   * @return a map, list, string, number or boolean; null if there is no body, or JSON's null
   * @throws io.longshore.error.EngineException if the engine refuses it
   * @throws io.longshore.error.DockerException if the answer is not JSON
   */
  public @Nullable Object json() {
    return calls().callNullable(request(Answer.json(JsonAdapter.ANY)), limits());
  }

  /**
   * Sends the request and reads a text of at most 64 MiB.
   *
   * @return the body as UTF-8; empty if there is none
   * @throws io.longshore.error.EngineException if the engine refuses it
   * @throws io.longshore.error.DockerException if the text is longer
   */
  public String text() {
    try (ByteStream bytes = stream()) {
      byte[] text = bytes.inputStream().readNBytes(LONGEST_TEXT + 1);
      if (text.length > LONGEST_TEXT) {
        throw new DockerException(this + " sent more than " + LONGEST_TEXT + " bytes; read it with stream()", null);
      }
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw e.getCause() instanceof DockerException failure ? failure : new DockerException(this + ": " + e, e);
    }
  }

  /**
   * Sends the request and opens a stream of bytes, such as an archive, a log or a text.
   *
   * @return the bytes as they come; read them, then close
   * @throws io.longshore.error.EngineException if the engine refuses it
   */
  public ByteStream stream() {
    ApiRequest<InputStream> request = request(Answer.stream("raw"));
    return new SourceByteStream(calls().bytes(request, Limits.READING));
  }

  /** Returns the method, path and query. */
  @Override
  public String toString() {
    return request(Answer.empty()).toString();
  }
}
