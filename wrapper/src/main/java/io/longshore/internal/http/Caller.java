package io.longshore.internal.http;

import io.longshore.generated.runtime.ApiRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a program called and on what, in its own words: failures say these, and not Docker's name of the operation and
 * an id.
 *
 * @param call the name of the method, such as {@code stop}
 * @param id what requests contain for the resource; empty if there is none
 * @param name what the program knows it as
 */
record Caller(String call, String id, String name) {
  /** What a request is made for. */
  String of(ApiRequest<?> request) {
    String resource = request.resource();
    // A path after the id stays; an id of something that belongs to the resource, such as an exec, does not help.
    String on = id.isEmpty() ? resource : name + (resource.startsWith(id) ? resource.substring(id.length()) : "");
    return on.isEmpty() ? call : call + " of " + on;
  }

  /** The same if it is unknown what the program called. */
  static String of(@Nullable Caller caller, ApiRequest<?> request) {
    if (caller != null) {
      return caller.of(request);
    }
    return request.resource().isEmpty() ? request.operation() : request.operation() + " of " + request.resource();
  }
}
