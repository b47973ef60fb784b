package io.longshore.embedded.internal.files;

import java.io.IOException;

/** An archive that cannot be unpacked; the message is the engine's. */
public final class BadArchive extends IOException {
  private static final long serialVersionUID = 1L;

  BadArchive(String words) {
    super(words);
  }
}
