package io.longshore.buildkit;

import io.longshore.build.spi.SessionCallException;
import io.longshore.build.spi.SessionCalls;
import java.nio.charset.StandardCharsets;

/**
 * What a call gets.
 *
 * @param status gRPC's number
 * @param text why there is no message; empty if there is one
 * @param message of the response; empty if there is none
 */
record GrpcAnswer(int status, String text, byte[] message) {
  static final int OK = 0;

  static GrpcAnswer of(SessionCalls calls, String path, byte[] message) {
    try {
      return new GrpcAnswer(OK, "", calls.call(path, message).clone());
    } catch (SessionCallException e) {
      return of(e);
    } catch (RuntimeException | Error e) {
      // Nothing of its text, which may have the secret that was asked for.
      return new GrpcAnswer(SessionCallException.INTERNAL, "the program failed to answer the call", new byte[0]);
    }
  }

  static GrpcAnswer of(SessionCallException refusal) {
    String text = refusal.getMessage();
    return new GrpcAnswer(refusal.status(), text == null ? "" : text, new byte[0]);
  }

  /** The text as gRPC wants it in a header: other bytes than printable ASCII, and the percent sign, as hex numbers. */
  String encodedText() {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each >= ' ' && each <= '~' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append(String.format("%%%02X", each));
      }
    }
    return encoded.toString();
  }
}
