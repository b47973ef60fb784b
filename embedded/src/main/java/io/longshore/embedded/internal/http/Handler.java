package io.longshore.embedded.internal.http;

import java.io.IOException;

/** Answers requests. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request.
   *
   * @throws IOException when the peer is gone or sends what is no HTTP
   * @throws HttpError when the answer is an error
   * @throws InterruptedException when the engine closes
   */
  void handle(HttpRequest request, HttpResponse response) throws IOException, InterruptedException;
}
