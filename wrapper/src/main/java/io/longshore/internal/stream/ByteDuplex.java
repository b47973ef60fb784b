package io.longshore.internal.stream;

/**
 * Bytes both ways. One thread reads and another writes, or both sides may block for good; any thread may close, which ends
 * both.
 */
public interface ByteDuplex extends ByteSource {
  /** Sends bytes at once. */
  void write(byte[] from, int offset, int length);

  /** Tells the engine that nothing follows; reading goes on. */
  void closeOutput();
}
