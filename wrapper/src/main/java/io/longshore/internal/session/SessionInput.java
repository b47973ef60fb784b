package io.longshore.internal.session;

import io.longshore.error.CancelledException;
import io.longshore.error.DockerException;
import io.longshore.internal.options.DetachKeys;
import io.longshore.internal.stream.ByteDuplex;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Standard input of a session. One thread writes. */
final class SessionInput extends OutputStream {
  private static final byte END_OF_TRANSMISSION = 4;

  private final ByteDuplex connection;
  private final String what;
  private final SessionOutput output;
  private final Runnable onClose;
  private final Runnable onInterrupt;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final DetachKeys.@Nullable Watch keys;
  private volatile boolean outputEnded;
  private volatile boolean broken;
  private volatile boolean ended;
  private volatile boolean endSent;
  private volatile byte last = '\n';

  SessionInput(
      ByteDuplex connection,
      String what,
      @Nullable DetachKeys keys,
      boolean terminal,
      SessionOutput output,
      Runnable onClose,
      Runnable onInterrupt) {
    this.connection = connection;
    this.what = what;
    this.output = output;
    this.onClose = onClose;
    this.onInterrupt = onInterrupt;
    // Engines look for them with a terminal only.
    this.keys = terminal ? (keys == null ? DetachKeys.DEFAULT : keys).new Watch() : null;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (ended) {
      throw new IOException("standard input of " + what + " has been closed");
    }
    if (length == 0) {
      return;
    }
    if (keys != null) {
      keys.see(bytes, offset, length);
    }
    last = bytes[offset + length - 1];
    output.enter();
    try {
      connection.write(bytes, offset, length);
    } catch (DockerException e) {
      broken = true;
      if (!outputEnded && Thread.currentThread().isInterrupted()) {
        // It is unknown how much of it was sent: later writes would make no sense.
        onInterrupt.run();
      }
      throw new IOException(
          outputEnded ? what + " does not read input any more: its session has ended" : e.getMessage(), e);
    } finally {
      output.leave();
    }
  }

  /** Half-close; calling it again has no effect. If the connection is lost, reads and waits report it. */
  void end() {
    ended = true;
    if (outputEnded || !closing.compareAndSet(false, true)) {
      return;
    }
    endSent = true;
    try {
      connection.closeOutput();
    } catch (DockerException e) {
      broken = true;
      // The program may have read its end, ended, and the session with it, before TLS was done with the half-close.
      if (e instanceof CancelledException && !outputEnded) {
        throw e;
      }
    }
  }

  /** What a terminal's program reads as an end: the first one only ends a line that has begun. */
  byte[] terminalEnd() {
    return last == '\n' ? new byte[] {END_OF_TRANSMISSION} : new byte[] {END_OF_TRANSMISSION, END_OF_TRANSMISSION};
  }

  @Override
  public void close() throws IOException {
    try {
      onClose.run();
    } catch (IllegalStateException | DockerException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether the connection was half-closed before the output had ended. */
  boolean endSent() {
    return endSent;
  }

  void outputEnded() {
    outputEnded = true;
  }

  boolean isBroken() {
    return broken || outputEnded;
  }

  boolean detachKeysTyped() {
    return keys != null && keys.typed();
  }
}
