package io.longshore.internal.http;

import io.longshore.generated.runtime.ApiRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a program called and on what, in its own words: failures say these, and not Docker's name of the operation and an id.
 *
 * @param call the name of the method, such as {@code stop}
 * @param id what requests hold in the place of the resource; empty for what has none
 * @param name what the program knows it as
 */
record Caller(String call, String id, String name) {
  /** What a request is made for. */
  String of(ApiRequest<?> request) {
    String resource = request.resource();
    // A path behind the id stays; what belongs to the resource and has an id of its own, such as an exec, is no help.
    String on = id.isEmpty() ? resource : name + (resource.startsWith(id) ? resource.substring(id.length()) : "");
    return on.isEmpty() ? call : call + " of " + on;
  }

  /** The same where nobody said what the program called. */
  static String of(@Nullable Caller caller, ApiRequest<?> request) {
    if (caller != null) {
      return caller.of(request);
    }
    return request.resource().isEmpty() ? request.operation() : request.operation() + " of " + request.resource();
  }
}
