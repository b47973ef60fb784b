package io.longshore.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways. One thread reads and another writes, or both sides may block indefinitely; any thread may close,
 * which ends both.
 */
public interface ByteDuplex extends ByteSource {
  /** Sends bytes at once. */
  void write(byte[] from, int offset, int length);

  /** Tells the engine that nothing follows; reading continues. */
  void closeOutput();

  /** The proxy that ends both directions as soon as one ends; null if none is recognized. */
  default @Nullable String cutsWithInput() {
    return null;
  }
}
