package io.longshore.generated.runtime;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation, as data: this class does not connect to an engine. Immutable, apart from a body of bytes,
 * which can be read or written once.
 *
 * @param <T> the response's type in Java
 */
public final class ApiRequest<T> {
  private final String operation;
  private final String method;
  private final String path;
  private final String resource;
  private final List<Parameter> query;
  private final List<Parameter> headers;
  private final @Nullable RequestBody body;
  private final Answer<T> answer;
  private final List<Integer> successes;
  private final List<Feature> features;
  private final boolean safe;

  private ApiRequest(Builder<T> builder, String path) {
    operation = builder.operation;
    method = builder.method;
    this.path = path;
    resource = builder.resource == null ? "" : builder.resource;
    query = List.copyOf(builder.query);
    headers = List.copyOf(builder.headers);
    body = builder.body;
    answer = builder.answer;
    successes = List.copyOf(builder.successes);
    features = List.copyOf(builder.features);
    safe = builder.safe;
  }

  private ApiRequest(ApiRequest<T> other, String resource) {
    operation = other.operation;
    method = other.method;
    path = other.path;
    this.resource = resource;
    query = other.query;
    headers = other.headers;
    body = other.body;
    answer = other.answer;
    successes = other.successes;
    features = other.features;
    safe = other.safe;
  }

  /**
   * A name and its value, neither encoded.
   *
   * @param name the name
   * @param value the value
   * @param sensitive whether the value is a secret, which {@link #toString()} then hides
   */
  public record Parameter(String name, String value, boolean sensitive) {
    @Override
    public String toString() {
      return name + "=" + (sensitive ? "***" : value);
    }
  }

  /**
   * Returns Docker's name for the operation, such as {@code ContainerInspect}.
   *
   * @return the name
   */
  public String operation() {
    return operation;
  }

  /**
   * Returns the HTTP method.
   *
   * @return the method, in capitals
   */
  public String method() {
    return method;
  }

  /**
   * Returns the path, percent-encoded, without the version.
   *
   * @return the path, with a leading slash
   */
  public String path() {
    return path;
  }

  /**
   * Returns what the operation is about: the values of the path's parameters, for error messages.
   *
   * @return a container's name for instance, or an empty string
   */
  public String resource() {
    return resource;
  }

  /**
   * Returns this request with another text for what it is about, if its path does not say it.
   *
   * @param resource an image's or container's name, for error messages
   * @return a copy
   */
  public ApiRequest<T> about(String resource) {
    return new ApiRequest<>(this, resource);
  }

  /**
   * Returns the query.
   *
   * @return names and values in the order in which they were set; a name may occur more than once
   */
  public List<Parameter> query() {
    return query;
  }

  /**
   * Returns the value of a parameter of the query.
   *
   * @param name its name on the wire
   * @return its first value, or null if the query does not have it
   */
  public @Nullable String query(String name) {
    return query.stream().filter(parameter -> parameter.name().equals(name)).map(Parameter::value).findFirst()
        .orElse(null);
  }

  /**
   * Returns the headers that the operation defines.
   *
   * @return names and values
   */
  public List<Parameter> headers() {
    return headers;
  }

  /**
   * Returns the body.
   *
   * @return the body, or null if there is none
   */
  public @Nullable RequestBody body() {
    return body;
  }

  /**
   * Returns how to read the response.
   *
   * @return how to read it
   */
  public Answer<T> answer() {
    return answer;
  }

  /**
   * Returns whether a status means success.
   *
   * @param status an HTTP status
   * @return true for those that the spec declares as successes
   */
  public boolean isSuccess(int status) {
    return successes.contains(status);
  }

  /**
   * Returns whether the operation changes nothing, so that a lost response leaves no doubt.
   *
   * @return true for reads, and for operations that the spec marks so
   */
  public boolean isSafe() {
    return safe;
  }

  /**
   * Returns what this request uses that not every API version has, apart from the fields of a JSON body, which are
   * known when the body is encoded.
   *
   * @return the operation and its parameters
   */
  public List<Feature> features() {
    return features;
  }

  /** Returns the method, path and query; never a body, and never a secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(method).append(' ').append(path);
    char separator = '?';
    for (Parameter parameter : query) {
      text.append(separator).append(parameter);
      separator = '&';
    }
    return text.toString();
  }

  /**
   * Builds a request. Not thread-safe.
   *
   * @param <T> the response's type in Java
   */
  public static final class Builder<T> {
    private final String operation;
    private final String method;
    private final String template;
    private final Answer<T> answer;
    private final List<Parameter> pathParameters = new ArrayList<>();
    private final List<Parameter> query = new ArrayList<>();
    private final List<Parameter> headers = new ArrayList<>();
    private final List<Integer> successes = new ArrayList<>();
    private final List<Feature> features = new ArrayList<>();
    private final List<Feature> queryFeatures = new ArrayList<>();
    private @Nullable RequestBody body;
    private @Nullable String resource;
    private boolean safe;

    /**
     * Starts.
     *
     * @param operation Docker's name for the operation
     * @param method the HTTP method
     * @param template the path with its parameters in braces
     * @param answer how to read the response
     */
    public Builder(String operation, String method, String template, Answer<T> answer) {
      this.operation = operation;
      this.method = method;
      this.template = template;
      this.answer = answer;
      this.safe = method.equals("GET") || method.equals("HEAD");
    }

    /**
     * Declares that the operation changes nothing, although its method suggests it.
     *
     * @return this
     */
    public Builder<T> safe() {
      safe = true;
      return this;
    }

    /**
     * Declares a status that means success.
     *
     * @param status an HTTP status
     * @return this
     */
    public Builder<T> success(int status) {
      successes.add(status);
      return this;
    }

    /**
     * Declares which API versions have the operation.
     *
     * @param since the first one, or null
     * @param until the last one, or null
     * @return this
     */
    public Builder<T> versions(@Nullable String since, @Nullable String until) {
      if (since != null || until != null) {
        features.add(Feature.of(operation, since, until));
      }
      return this;
    }

    /**
     * Sets a parameter of the path.
     *
     * @param name its name in the template
     * @param value the value, not encoded
     * @param slashes whether the value may contain slashes, as image names do
     * @return this
     * @throws IllegalArgumentException if the value would lead to another path than the template's
     */
    public Builder<T> path(String name, String value, boolean slashes) {
      PathSegments.check(operation, name, value, slashes);
      pathParameters.add(new Parameter(name, value, false));
      resource = resource == null ? value : resource + "/" + value;
      return this;
    }

    /**
     * Sets the query, instead of one that was set before.
     *
     * @param options the query; read at once
     * @return this
     */
    public Builder<T> query(Query options) {
      query.clear();
      query.addAll(options.parameters());
      features.removeAll(queryFeatures);
      queryFeatures.clear();
      queryFeatures.addAll(options.features());
      features.addAll(queryFeatures);
      return this;
    }

    /**
     * Sets a header.
     *
     * @param name its name
     * @param value its value, or null to leave it out
     * @param sensitive whether the value is a secret
     * @return this
     * @throws IllegalArgumentException if the value contains characters that are invalid in a header
     */
    public Builder<T> header(String name, @Nullable Object value, boolean sensitive) {
      return headers(name, value == null ? new String[0] : new String[] {String.valueOf(value)}, sensitive);
    }

    /**
     * Sets a header that may occur several times.
     *
     * @param name its name
     * @param values its values
     * @param sensitive whether they are secrets
     * @return this
     * @throws IllegalArgumentException if a value contains characters that are invalid in a header
     */
    public Builder<T> headers(String name, String[] values, boolean sensitive) {
      headers.removeIf(parameter -> parameter.name().equalsIgnoreCase(name));
      for (String value : values) {
        if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
          throw new IllegalArgumentException(
              operation + ": the header " + name + " allows printable ASCII characters only");
        }
        headers.add(new Parameter(name, value, sensitive));
      }
      return this;
    }

    /**
     * Sends a model as JSON.
     *
     * @param adapter writes it
     * @param value the model, or null for no body
     * @param <B> its type
     * @return this
     */
    public <B> Builder<T> json(JsonAdapter<B> adapter, @Nullable B value) {
      body = value == null ? null : new RequestBody.OfJson<>(adapter, value);
      return this;
    }

    /**
     * Sends bytes.
     *
     * @param contentType their type
     * @param bytes their source, or null for no body; the caller must close it
     * @return this
     */
    public Builder<T> bytes(String contentType, @Nullable InputStream bytes) {
      body = bytes == null ? null : new RequestBody.OfBytes(contentType, bytes);
      return this;
    }

    /**
     * Sends bytes that are written while they are sent.
     *
     * @param contentType their type
     * @param writer writes them, once
     * @return this
     */
    public Builder<T> written(String contentType, BodyWriter writer) {
      body = new RequestBody.OfWriter(contentType, Objects.requireNonNull(writer, "writer"));
      return this;
    }

    private String path() {
      String path = template;
      for (Parameter parameter : pathParameters) {
        path = path.replace("{" + parameter.name() + "}", PathSegments.encode(parameter.value()));
      }
      return path;
    }

    private int wanted() {
      int wanted = 0;
      for (int at = template.indexOf('{'); at >= 0; at = template.indexOf('{', at + 1)) {
        wanted++;
      }
      return wanted;
    }

    /**
     * Builds the request.
     *
     * @return the request
     * @throws IllegalStateException if a parameter of the path was not set
     */
    public ApiRequest<T> build() {
      String path = path();
      // Braces in values are encoded, so a remaining one is the template's.
      if (wanted() != pathParameters.size() || path.indexOf('{') >= 0) {
        throw new IllegalStateException(operation + " needs " + wanted() + " path parameters: " + template);
      }
      return new ApiRequest<>(this, path);
    }
  }

  /** Keeps a value inside its part of the path. */
  private static final class PathSegments {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@+,=!$'()*";

    /** Ids and names are almost always plain: skipping the full check makes a call cheaper. */
    private static boolean isPlain(String value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_' || c == '-')) {
          return false;
        }
      }
      return !value.isEmpty();
    }

    static void check(String operation, String name, String value, boolean slashes) {
      Objects.requireNonNull(value, () -> operation + ": " + name + " is null");
      if (isPlain(value)) {
        return;
      }
      String where = operation + ": " + name + " '" + printable(value) + "' ";
      if (value.isBlank()) {
        throw new IllegalArgumentException(operation + ": " + name + " is empty; give the name or the id");
      }
      if (value.chars().anyMatch(c -> c <= 0x20 || c == 0x7f)) {
        throw new IllegalArgumentException(where + "contains white space or control characters");
      }
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
        throw new IllegalArgumentException(where + "contains half a surrogate pair");
      }
      if (!slashes && value.indexOf('/') >= 0) {
        throw new IllegalArgumentException(
            where + "contains a slash; lists show names with a leading slash, which is not part of the name");
      }
      for (String segment : value.split("/", -1)) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
          throw new IllegalArgumentException(where + "has an empty part, '.' or '..' between slashes");
        }
      }
    }

    private static String printable(String value) {
      String text = value.length() > 100 ? value.substring(0, 100) + "…" : value;
      return text.replaceAll("\\p{Cntrl}", "?");
    }

    static String encode(String value) {
      if (isPlain(value)) {
        return value;
      }
      StringBuilder encoded = new StringBuilder(value.length() + 8);
      for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
        char c = (char) (b & 0xff);
        if (c == '/' || UNRESERVED.indexOf(c) >= 0) {
          encoded.append(c);
        } else {
          encoded.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
          encoded.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
        }
      }
      return encoded.toString();
    }
  }
}
