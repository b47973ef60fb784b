package io.longshore.embedded.internal;

import java.io.IOException;
import java.io.OutputStream;

/** A stream whose target takes one byte as it takes many. */
public abstract class BulkOutput extends OutputStream {
  @Override
  public final void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;
}
