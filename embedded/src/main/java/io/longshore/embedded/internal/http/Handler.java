package io.longshore.embedded.internal.http;

import java.io.IOException;

/** Answers requests. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request.
   *
   * @throws IOException if the peer is gone or sends something that is not HTTP
   * @throws HttpError if the answer is an error
   * @throws InterruptedException if the engine closes
   */
  void handle(HttpRequest request, HttpResponse response) throws IOException, InterruptedException;
}
