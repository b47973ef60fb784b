package io.longshore.generated.runtime;

import java.io.IOException;

/**
 * A JSON value is larger than its reader allows. The limit counts characters, and 64 more for each item of a list or
 * map, which is about what an item takes in memory; one string may take half of it. Without a limit a sender of JSON
 * could fill the reader's memory.
 */
public final class JsonLimitException extends IOException {
  private static final long serialVersionUID = 1L;

  JsonLimitException(String what) {
    super(what);
  }
}
