package io.longshore.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.longshore.error.ConnectionException;
import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.ImageApi;
import io.longshore.generated.runtime.BodyWriter;
import io.longshore.internal.config.Candidate;
import io.longshore.unit.RawEngine;
import io.longshore.unit.ScriptedEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent comes from a stream of the caller's, which may fail. */
@Timeout(60)
class BodySourcesTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  private final EngineLookup session = new EngineLookup(
      java.util.List.of(Place.of(new Candidate("test", engine.host(), null))), null);
  private final ApiExecutor executor = new ApiExecutor(session, Dialect.ENGINE, TimeLimits.DEFAULTS, null);

  @AfterEach
  void stop() {
    session.close();
    engine.close();
  }

  /** Gives some bytes and then fails. */
  private static InputStream failing(int bytes, Callable<Integer> failure) {
    return new InputStream() {
      private int left = bytes;

      @Override
      public int read() throws IOException {
        if (left > 0) {
          left--;
          return 'x';
        }
        try {
          return failure.call();
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        into[offset] = (byte) read();
        int count = Math.min(length - 1, left);
        left -= count;
        return count + 1;
      }
    };
  }

  private void send(InputStream body) {
    try (var answer = executor.sequence(ImageApi.imageCreate().options(o -> o.fromSrc("-")).body(body).request(),
        Limits.ORDINARY)) {
      assertNotNull(answer.next());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 10_000_000})
  void anIOExceptionIsTheCallersAndNoDeadline(int sent) {
    SocketTimeoutException late = new SocketTimeoutException("the other side is slow");
    DockerException e = assertThrows(
        DockerException.class,
        () -> send(
            failing(
                sent,
                () -> {
                  throw late;
                })));
    assertSame(DockerException.class, e.getClass(), e.toString());
    assertSame(late, e.getCause());
    assertEquals(
        "ImageCreate: reading the content to send failed: the other side is slow"
            + (sent > 1_000_000 ? "; the engine may have acted on the part it received" : ""),
        e.getMessage());
    leaksNothing();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 10_000_000})
  void aRuntimeExceptionComesOutUnchanged(int sent) {
    IllegalStateException bug = new IllegalStateException("bug");
    assertSame(
        bug,
        assertThrows(
            IllegalStateException.class,
            () -> send(
                failing(
                    sent,
                    () -> {
                      throw bug;
                    }))));
    leaksNothing();
  }

  private void write(BodyWriter body) {
    try (var answer = executor.sequence(ImageApi.imageCreate().options(o -> o.fromSrc("-")).body(body).request(),
        Limits.ORDINARY)) {
      assertNotNull(answer.next());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 10_000_000})
  void anIOExceptionOfAWriterIsTheCallersToo(int sent) {
    SocketTimeoutException late = new SocketTimeoutException("the other side is slow");
    DockerException e = assertThrows(
        DockerException.class,
        () -> write(
            out -> {
              out.write(new byte[sent]);
              throw late;
            }));
    assertSame(DockerException.class, e.getClass(), e.toString());
    assertSame(late, e.getCause());
    leaksNothing();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 10_000_000})
  void aRuntimeExceptionOfAWriterComesOutUnchanged(int sent) {
    IllegalStateException bug = new IllegalStateException("bug");
    assertSame(
        bug,
        assertThrows(
            IllegalStateException.class,
            () -> write(
                out -> {
                  out.write(new byte[sent]);
                  throw bug;
                })));
    leaksNothing();
  }

  @Test
  void aConnectionThatBreaksIsNotTheWritersFault() {
    try (RawEngine broken = RawEngine.sending("")) {
      EngineLookup other = new EngineLookup(java.util.List.of(Place.of(new Candidate("test", broken.host(), null))),
          null);
      ApiExecutor there = new ApiExecutor(other, Dialect.ENGINE, TimeLimits.DEFAULTS, null);
      BodyWriter hiding = out -> {
        try {
          out.write(new byte[50_000_000]);
        } catch (IOException e) {
          throw new IOException("the writer's own words", e);
        }
      };
      assertThrows(
          ConnectionException.class,
          () -> there.sequence(ImageApi.imageCreate().options(o -> o.fromSrc("-")).body(hiding).request(),
              Limits.ORDINARY));
      other.close();
    }
  }

  private void leaksNothing() {
    assertEquals(0, session.engine(TimeLimits.DEFAULTS).transport().openConnections());
    send(InputStream.nullInputStream());
  }
}
