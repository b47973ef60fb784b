package io.longshore.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.CancelledException;
import io.longshore.error.ConfigurationException;
import io.longshore.internal.config.Candidate;
import io.longshore.internal.config.ConfigException;
import io.longshore.internal.credentials.CredentialSource;
import io.longshore.internal.credentials.Found;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Dialect;
import io.longshore.internal.http.EngineLookup;
import io.longshore.internal.http.Place;
import io.longshore.internal.http.TimeLimits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which lookups of credentials a build remembers. */
class BaseAccessTest {
  private static final String REGISTRY = "r.example";

  private final AtomicInteger lookups = new AtomicInteger();
  private final EngineLookup engine = new EngineLookup(
      List.of(Place.of(new Candidate("test", "unix:///nowhere", null))), null);

  @AfterEach
  void close() {
    engine.close();
  }

  private BaseAccess access(CredentialSource source) {
    ApiExecutor calls = new ApiExecutor(engine, Dialect.ENGINE, TimeLimits.DEFAULTS, null)
        .with((registry, limit, closed) -> {
          lookups.incrementAndGet();
          return source.find(registry, limit, closed);
        });
    return new BaseAccess(new BuildLimit(calls, "build", null, ""), Map.of());
  }

  @Test
  void oneThatFoundSomethingIsAskedOnce() {
    BaseAccess access = access(CredentialSource.NONE);
    assertSame(access.of(REGISTRY), access.of(REGISTRY));
    assertEquals(1, lookups.get());
  }

  @Test
  void oneThatFailedIsAskedOnce() {
    BaseAccess access = access((registry, limit, closed) -> {
      throw new ConfigException("the file is broken");
    });
    ConfigurationException first = assertThrows(ConfigurationException.class, () -> access.of(REGISTRY));
    assertSame(first, assertThrows(ConfigurationException.class, () -> access.of(REGISTRY)));
    assertSame(first, access.failure());
    assertEquals(1, lookups.get());
  }

  /** BuildKit gives up a question of which it has the answer already, and may ask again. */
  @Test
  void oneThatWasInterruptedIsAskedAgain() {
    BaseAccess access = access((registry, limit, closed) -> {
      if (lookups.get() == 1) {
        throw new InterruptedException();
      }
      return Found.NOTHING;
    });
    assertThrows(CancelledException.class, () -> access.of(REGISTRY));
    assertTrue(Thread.interrupted(), "the interrupt is lost");
    assertNull(access.failure());
    assertNull(access.of(REGISTRY).config());
    assertEquals(2, lookups.get());
  }
}
