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

  /** A list as it is sent and shown: left out when there is nothing in it. */
  static <T> @Nullable List<T> unlessEmpty(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  /** Makes something and tells its id: 64 hex digits, or whoever answered is no server of this API. */
  static String create(ApiExecutor executor, ApiRequest<String> request, String what) {
    return Answered.id(executor.call(request), ID, what, "look for it by its name");
  }

  /** Plugs a container in and tells the key of its sandbox, which is a path. */
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
   * Asks for a list and keeps what was looked for: an engine cuts a filter's value at its first unusual character, or takes it for
   * no filter at all and answers everything.
   */
  static <T> List<T> find(ApiExecutor executor, ApiRequest<List<T>> request, Predicate<T> wanted) {
    return executor.list(request, Limits.ORDINARY).stream().filter(wanted).toList();
  }

  static boolean begins(@Nullable String id, String partialId) {
    return id != null && id.startsWith(partialId);
  }

  /** Makes a call for its effect. */
  static void run(ApiExecutor executor, ApiRequest<Void> request) {
    executor.callNullable(request, Limits.ORDINARY);
  }
}
