package io.longshore.internal;

import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.generated.engine.model.ProgressError;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of engines' responses, each with a message that says what was done. */
public final class Answered {
  /** Engines send 64 hex digits, and fakes in tests any short word: anything that is valid in a path is enough. */
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  private static final int SHOWN = 60;
  private static final int LARGEST_PORT = 65_535;
  private static final long SMALLEST_CODE = Integer.MIN_VALUE;
  private static final long LARGEST_CODE = 0xFFFF_FFFFL;

  private Answered() {}

  /**
   * The id of what was just created.
   *
   * @param what what was created, such as {@code the container}
   * @param find how to find it without its id
   */
  public static String id(@Nullable String id, String what, String find) {
    return id(id, ID, what, find);
  }

  /** What an engine said, for an exception that tells it better. */
  public static EngineException.Answer again(EngineException refused) {
    return new EngineException.Answer(
        refused.operation(), refused.resource(), refused.status(), refused.engineMessage(), refused.apiVersion(),
        refused.what());
  }

  /** Why an object of a stream ends the operation; null if it does not. Engines put their words in several places. */
  public static @Nullable String failureInStream(
      @Nullable ProgressError detail, @Nullable String error, @Nullable String message) {
    if (detail == null) {
      return error != null ? error : message;
    }
    if (detail.message() != null) {
      return detail.message();
    }
    return error != null ? error : "code " + detail.code();
  }

  /** The same for an id of another shape. */
  public static String id(@Nullable String id, Pattern shape, String what, String find) {
    if (id == null) {
      throw new DockerException("the engine sent no id for " + what + ", which was created: " + find, null);
    }
    if (!shape.matcher(id).matches()) {
      throw new DockerException(
          what + " was created, but the engine sent an invalid id: " + shown(id) + ". " + find
              + "; if there is a proxy in front of the engine, it may have changed the response",
          null);
    }
    return id;
  }

  /** A list without the nulls that only a broken engine sends. */
  public static <T> List<T> withoutNulls(List<T> list) {
    for (T item : list) {
      if (item == null) {
        return list.stream().filter(Objects::nonNull).toList();
      }
    }
    return list;
  }

  /**
   * An exit code. Windows has 32 unsigned bits; the lower bits of anything longer could be zero, which means success.
   */
  public static int exitCode(long code) {
    if (code < SMALLEST_CODE || code > LARGEST_CODE) {
      throw new DockerException("the engine sent an invalid exit code: " + code, null);
    }
    return (int) code;
  }

  /** A port of the host. */
  public static int port(String port, String publishes) {
    int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
    if (number < 1 || number > LARGEST_PORT) {
      throw new DockerException("the engine sent an invalid host port for " + publishes + ": " + shown(port), null);
    }
    return number;
  }

  /** The value, short enough for a message. */
  public static String shown(String text) {
    String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
