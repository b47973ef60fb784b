package io.longshore.experimental;

import io.longshore.generated.runtime.ApiRequest;
import io.longshore.internal.http.Executor;
import io.longshore.internal.http.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What requests and answers of this API have in common. */
final class Calls {
  private Calls() {}

  /** A list as it is sent and shown: left out when there is nothing in it. */
  static <T> @Nullable List<T> unlessEmpty(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  /** Makes a call for its effect. */
  static void run(Executor executor, ApiRequest<Void> request) {
    executor.callNullable(request, Limits.ORDINARY);
  }
}
