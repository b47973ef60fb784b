package io.longshore.experimental;

import io.longshore.error.DockerException;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What requests and answers of this API have in common. */
final class Calls {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern KEY = Pattern.compile("/\\P{Cntrl}{1,4095}");

  private Calls() {}

  /** A list as it is sent and shown: left out if it is empty. */
  static <T> @Nullable List<T> unlessEmpty(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  /** Creates something and returns its id: 64 hex digits; otherwise the server does not have this API. */
  static String create(ApiExecutor executor, ApiRequest<String> request, String what) {
    return Answered.id(executor.call(request), ID, what, "look for it by its name");
  }

  /** Attaches a container and returns its sandbox key, which is a path. */
  static String join(ApiExecutor executor, ApiRequest<String> request) {
    String key = executor.call(request);
    if (!KEY.matcher(key).matches()) {
      throw new DockerException(
          executor.what(request) + ": the container was attached, but the engine sent an invalid sandbox key: "
              + Answered.shown(key),
          null);
    }
    return key;
  }

  /**
   * Requests a list and keeps the matches: an engine cuts a filter's value at its first unusual character, or ignores
   * the filter and returns everything.
   */
  static <T> List<T> find(ApiExecutor executor, ApiRequest<List<T>> request, Predicate<T> wanted) {
    return executor.list(request, Limits.ORDINARY).stream().filter(wanted).toList();
  }

  static boolean begins(@Nullable String id, String partialId) {
    return id != null && id.startsWith(partialId);
  }

  /** Makes a call without a result. */
  static void run(ApiExecutor executor, ApiRequest<Void> request) {
    executor.callNullable(request, Limits.ORDINARY);
  }
}
