package io.longshore.internal.http;

import io.longshore.generated.engine.model.ErrorResponse;
import io.longshore.generated.runtime.Json;
import io.longshore.internal.transport.ProxyRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The words of a response that is not a success, from any sender: an engine, a registry through it, or a proxy in front
 * of it.
 */
final class Refusals {
  private static final int LONGEST = 64 * 1024;
  private static final int LONGEST_MESSAGE = 4 * 1024;
  private static final int LONGEST_LOCATION = 512;
  private static final int TIMED_OUT = 408;
  private static final int SERVER_ERROR = 500;
  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMED_OUT = 504;
  private static final String NONE = "no reason given";

  private Refusals() {}

  /** Reads as much as a message can use; true if that was all. */
  static boolean read(InputStream in, ByteArrayOutputStream into) throws IOException {
    byte[] chunk = new byte[8 * 1024];
    while (into.size() < LONGEST) {
      int count = in.read(chunk);
      if (count < 0) {
        return true;
      }
      into.write(chunk, 0, count);
    }
    return false;
  }

  /** The message, with the target of a redirect: it is not followed, and the address must be changed. */
  static String message(Response response, byte[] body) {
    String words = words(response, body);
    String location = response.header("Location");
    if (response.code() / 100 != 3 || location == null) {
      return words;
    }
    // A URL may hold a name and a password.
    String shown = printable(location.replaceAll("//[^/@]*@", "//")).strip();
    return words + "; it redirects to "
        + (shown.length() > LONGEST_LOCATION ? shown.substring(0, LONGEST_LOCATION) + "…" : shown)
        + ", which is not followed: check the address of the engine";
  }

  /**
   * Whether nothing was done for certain. Gateways answer with 408 and 5xx too when they have sent the request on and
   * got no answer; what only engines send tells those answers apart.
   */
  static boolean isCertain(Response response, byte[] body) {
    int status = response.code();
    if (status < SERVER_ERROR && status != TIMED_OUT || response.header("Api-Version") != null) {
      return true;
    }
    // Docker 1.12 sends no such header. Some gateways have messages in JSON of their own with these, and engines none.
    return status != TIMED_OUT && status != BAD_GATEWAY && status != GATEWAY_TIMED_OUT && hasMessage(response, body);
  }

  private static boolean hasMessage(Response response, byte[] body) {
    try {
      ErrorResponse error = decoded(response, body);
      return error != null && error.message() != null;
    } catch (IOException e) {
      return false;
    }
  }

  static String ofProxy(ProxyRefusedException refused) {
    String scheme = printable(refused.scheme());
    return "a proxy between this program and the engine requires credentials, and this client has none for proxies"
        + (scheme.isEmpty() ? "" : " (it asks for " + scheme + ")")
        + ": remove the proxy, or allow this program to pass it";
  }

  private static String words(Response response, byte[] body) {
    try {
      String reason = reason(decoded(response, body));
      if (reason != null) {
        return shown(reason.strip());
      }
    } catch (IOException e) {
      // Not what its content type says: shown as the text that it is.
    }
    return shown(text(body));
  }

  private static @Nullable ErrorResponse decoded(Response response, byte[] body) throws IOException {
    return isJson(response) || text(body).startsWith("{") ? Json.decode(ErrorResponse.ADAPTER, body) : null;
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8).strip();
  }

  static boolean isJson(Response response) {
    return response.header("Content-Type", "").startsWith("application/json");
  }

  private static @Nullable String reason(@Nullable ErrorResponse error) {
    if (error == null || error.message() != null) {
      return error == null ? null : error.message();
    }
    Map<String, @Nullable Object> others = error.unknownFields();
    for (String name : List.of("errorDetail", "error", "errors")) {
      String words = wordsOf(others.get(name));
      if (words != null) {
        return words;
      }
    }
    return null;
  }

  /** Of a string, of an object with a message, or of a list of these, which is what registries send. */
  private static @Nullable String wordsOf(@Nullable Object value) {
    if (value instanceof String text) {
      return text.isBlank() ? null : text;
    }
    if (value instanceof Map<?, ?> object) {
      String message = wordsOf(object.get("message"));
      return message != null ? message : wordsOf(object.get("code"));
    }
    if (value instanceof List<?> several) {
      List<String> all = several.stream().map(Refusals::wordsOf).filter(words -> words != null).toList();
      return all.isEmpty() ? null : String.join("; ", all);
    }
    return null;
  }

  private static String shown(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    String printable = printable(text);
    return printable.length() > LONGEST_MESSAGE ? printable.substring(0, LONGEST_MESSAGE) + "…" : printable;
  }

  /** Binary data must not reach a terminal unchanged; JSON can contain such characters too. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
  }
}
