package io.longshore.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.stream.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How streams of bytes are read, and how they end. */
class SourceByteStreamTest {
  private static final DockerException BROKEN = new StreamException("broke off", StreamEnd.TRUNCATED, null);

  private final Numbers source = new Numbers();
  private final SourceByteStream stream = new SourceByteStream(source);

  /** The bytes 0 to 9, three at a time, and then the end or a failure. */
  private static final class Numbers implements ByteSource {
    private RuntimeException atEnd;
    private Runnable atFour = () -> {};
    private int next;
    private int closed;

    @Override
    public String contentType() {
      return "";
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (next == 10) {
        if (atEnd != null) {
          throw atEnd;
        }
        return -1;
      }
      int count = Math.min(Math.min(3, length), 10 - next);
      for (int i = 0; i < count; i++) {
        if (next == 4) {
          atFour.run();
        }
        into[offset + i] = (byte) next++;
      }
      return count;
    }

    @Override
    public DockerException truncated(String reason) {
      return BROKEN;
    }

    @Override
    public DockerException failed(String reason) {
      return BROKEN;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static final byte[] ALL = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  @Test
  void everythingGoesIntoAnOutputStream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(Optional.empty(), stream.end());
    assertEquals(10, stream.transferTo(out));
    assertArrayEquals(ALL, out.toByteArray());
    assertEquals(Optional.of(StreamEnd.COMPLETED), stream.end());
    assertEquals(true, source.closed > 0);
  }

  @Test
  void chunksBelongToTheReader() {
    Iterator<byte[]> chunks = stream.iterator();
    byte[] first = chunks.next();
    assertArrayEquals(new byte[] {0, 1, 2}, first);
    assertNotSame(first, chunks.next());
    assertArrayEquals(new byte[] {0, 1, 2}, first);
  }

  @Test
  void anInputStreamReadsBytesAndBlocks() throws IOException {
    try (InputStream in = stream.inputStream()) {
      assertEquals(0, in.read());
      assertEquals(0, in.read(new byte[0]));
      assertArrayEquals(new byte[] {1, 2, 3, 4}, in.readNBytes(4));
      assertArrayEquals(new byte[] {5, 6, 7, 8, 9}, in.readAllBytes());
      assertEquals(-1, in.read());
    }
    assertEquals(Optional.of(StreamEnd.COMPLETED), stream.end());
  }

  @Test
  void aStreamThatBreaksIsNoCleanEnd() {
    source.atEnd = BROKEN;
    InputStream in = stream.inputStream();
    IOException e = assertThrows(IOException.class, in::readAllBytes);
    assertSame(BROKEN, e.getCause());
    assertEquals(Optional.of(StreamEnd.TRUNCATED), stream.end());
    assertThrows(IOException.class, in::read);
  }

  @Test
  void transferOfAStreamThatBreaksThrowsWhatBrokeIt() {
    source.atEnd = new ConnectionException("gone", null);
    assertSame(source.atEnd,
        assertThrows(ConnectionException.class, () -> stream.transferTo(OutputStream.nullOutputStream())));
    assertEquals(Optional.of(StreamEnd.TRUNCATED), stream.end());
  }

  @Test
  void aStreamThatIsClosedInTheMiddleIsNoCleanEnd() {
    source.atFour = stream::close;
    assertThrows(CancelledException.class, () -> stream.transferTo(OutputStream.nullOutputStream()));
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
  }

  @Test
  void anInputStreamThatIsClosedThrows() throws IOException {
    InputStream in = stream.inputStream();
    in.read();
    in.close();
    IOException e = assertThrows(IOException.class, in::read);
    assertEquals(CancelledException.class, e.getCause().getClass());
  }

  @Test
  void theFailureOfTheOutputIsTheCallersAndEndsTheStream() {
    IOException full = new IOException("disk full");
    OutputStream out = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw full;
      }
    };
    assertSame(full, assertThrows(IOException.class, () -> stream.transferTo(out)));
    assertEquals(Optional.of(StreamEnd.CANCELLED), stream.end());
    assertEquals(true, source.closed > 0);
  }

  @Test
  void itIsReadOnceInWhateverWay() throws IOException {
    stream.transferTo(OutputStream.nullOutputStream());
    for (Executable again : new Executable[] {stream::inputStream, stream::iterator,
        () -> stream.transferTo(OutputStream.nullOutputStream())}) {
      assertThrows(IllegalStateException.class, again);
    }
  }
}
