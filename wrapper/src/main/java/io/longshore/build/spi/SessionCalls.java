package io.longshore.build.spi;

/** Answers the calls of a session, each of which takes one message and answers with one. Thread-safe. */
public interface SessionCalls {
  /**
   * Answers a call. It may take seconds, such as for a program that is asked for credentials, so calls must not wait
   * for each other.
   *
   * @param path the method, such as {@code /moby.filesync.v1.Auth/Credentials}
   * @param message the message of the request, without gRPC's frame
   * @return the message of the response
   * @throws SessionCallException if there is no such method, or nothing to answer
   */
  byte[] call(String path, byte[] message) throws SessionCallException;
}
