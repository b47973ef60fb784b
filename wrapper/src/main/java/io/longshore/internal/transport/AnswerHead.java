package io.longshore.internal.transport;

import java.net.ProtocolException;
import okhttp3.Response;

/** What the head of a response says about its body, after a check of what OkHttp does not check. */
final class AnswerHead {

  private static final int LEAST_STATUS = 100;

  private AnswerHead() {}

  /** Sets how far the answer goes. */
  static void bound(Response response, AnswerBounds bounds) throws ProtocolException {
    int code = response.code();
    if (code < LEAST_STATUS) {
      throw new ProtocolException("the status " + code + " is not an HTTP status");
    }
    long length = length(response);
    if (code == 101) {
      bounds.open();
    } else if (response.request().method().equals("HEAD")) {
      bounds.over();
    } else if ("chunked".equalsIgnoreCase(response.header("Transfer-Encoding"))) {
      bounds.chunked();
    } else if (length >= 0) {
      bounds.sized(length);
    } else if (code == 204 || code == 304) {
      bounds.over();
    } else {
      bounds.open();
    }
  }

  /** Negative if there is none. */
  private static long length(Response response) throws ProtocolException {
    long length = -1;
    for (String told : response.headers("Content-Length")) {
      long one = isNumber(told) ? Long.parseLong(told) : -1;
      if (one < 0 || length >= 0 && one != length) {
        throw new ProtocolException(
            "the length of the response is "
                + (one < 0 ? "not a number: '" + shortened(told) + "'" : "given as " + length + " and as " + one));
      }
      length = one;
    }
    return length;
  }

  private static boolean isNumber(String text) {
    // 18 digits always fit into a long, and an exabyte is enough.
    return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
