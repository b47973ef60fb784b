package io.longshore.container;

import io.longshore.DockerException;
import io.longshore.internal.stream.ByteDuplex;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard input of a session. One thread writes. */
final class SessionInput extends OutputStream {
  private final ByteDuplex connection;
  private final String what;
  private final Runnable onClose;
  private final DetachKeys.@Nullable Watch keys;
  private volatile boolean outputEnded;
  private volatile boolean broken;
  private boolean ended;

  SessionInput(
      ByteDuplex connection, String what, @Nullable DetachKeys keys, boolean terminal, Runnable onClose) {
    this.connection = connection;
    this.what = what;
    this.onClose = onClose;
    // Engines look for them with a terminal only.
    this.keys = terminal ? (keys == null ? DetachKeys.DEFAULT : keys).new Watch() : null;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    synchronized (this) {
      if (ended) {
        throw new IOException("standard input of " + what + " has been closed");
      }
    }
    if (keys != null) {
      keys.see(bytes, offset, length);
    }
    try {
      connection.write(bytes, offset, length);
    } catch (DockerException e) {
      broken = true;
      throw new IOException(
          outputEnded ? what + " reads no more input: its session has ended" : e.getMessage(), e);
    }
  }

  /** Half-close; does nothing the second time, nor when the session has ended. */
  void end() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    if (outputEnded) {
      return;
    }
    try {
      connection.closeOutput();
    } catch (DockerException e) {
      broken = true;
      if (!outputEnded) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      onClose.run();
    } catch (IllegalStateException | DockerException e) {
      throw new IOException(e.getMessage(), e);
    }
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
