package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.container.ContainerWait;
import io.longshore.container.Stats;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.TlsException;
import io.longshore.generated.engine.model.ContainerDeleteOptions;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.stream.DockerStream;
import io.longshore.stream.StreamEnd;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine that wants certificates. There where the run has one; {@link RequirementsTest} misses it otherwise. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#tls")
@Timeout(60)
class TlsTest {
  private static final Settings SETTINGS = Settings.ofThisRun();

  @Parameter
  EngineUnderTest engine;

  private static String setting(String name) {
    return SETTINGS.get(name).orElseThrow(() -> new AssertionError(name + " is not set"));
  }

  @Test
  void aContainerLivesItsLifeOverTls() {
    try (DockerClient docker = engine.open()) {
      Container container = docker.containers()
          .run(o -> o.image(Programs.IMAGE).command(Programs.sayAndStay("first")).network("none"));
      try {
        EngineTest.awaitWord(container, "first");
        assertEquals("over TLS\n", container.exec("echo", "over TLS").stdout());
        try (var waiting = Background.start(() -> container.waitFor())) {
          waiting.awaitBlocked();
          container.kill();
          assertEquals(137, waiting.result());
        }
        try (var log = container.logs()) {
          assertEquals("first\n", log.readAll().stdout());
        }
      } finally {
        container.remove(ContainerDeleteOptions::force);
      }
    }
  }

  @Test
  void whatFlowsFlowsOverTls() {
    try (DockerClient docker = engine.open()) {
      Container container = docker.containers()
          .create(o -> o.image(Programs.IMAGE).command(Programs.forever()).network("none"));
      try (DockerStream<EventMessage> events = docker.system().events(o -> o.container(container.id()));
          ContainerWait exit = container.openWait(WaitCondition.NEXT_EXIT)) {
        container.start();
        assertEquals("start", events.iterator().next().action());
        try (DockerStream<Stats> stats = container.stats()) {
          assertTrue(stats.iterator().next().time().isPresent());
        }
        assertThrows(DeadlineException.class, () -> exit.await(Duration.ofMillis(100)));
        container.kill();
        assertEquals(137, exit.await(Poll.SOON));
      } finally {
        container.remove(ContainerDeleteOptions::force);
      }
    }
  }

  @Test
  void theIdleLimitIsKeptOverTls() {
    try (DockerClient docker = engine.open();
        DockerStream<EventMessage> events = docker.system()
            .events(o -> o.label("longshore.none").idleLimit(Duration.ofMillis(300)))) {
      assertThrows(DeadlineException.class, () -> events.iterator().hasNext());
      assertEquals(StreamEnd.TRUNCATED, events.end().orElseThrow());
    }
  }

  @Test
  void closingEndsABlockedReadOverTls() {
    try (DockerClient docker = engine.open()) {
      DockerStream<EventMessage> events = docker.system().events(o -> o.label("longshore.none"));
      try (var reading = Background.start(() -> events.iterator().hasNext())) {
        reading.awaitBlocked();
        events.close();
        assertFalse(reading.result());
        assertEquals(StreamEnd.CANCELLED, events.end().orElseThrow());
      }
    }
  }

  @Test
  void anInterruptEndsABlockedReadOverTls() {
    try (DockerClient docker = engine.open()) {
      Container container = docker.containers()
          .run(o -> o.image(Programs.IMAGE).command(Programs.forever()).network("none"));
      try (var waiting = Background.start(() -> container.waitFor())) {
        waiting.awaitBlocked().interrupt();
        assertEquals(CancelledException.class, waiting.failure().getClass());
        assertTrue(waiting.interruptedAtEnd(), "the interrupt was swallowed");
      } finally {
        container.remove(ContainerDeleteOptions::force);
      }
    }
  }

  @Test
  void anAuthorityThatTheClientDoesNotTrustIsATlsFailure() {
    assertTlsFailure(setting(Settings.TLS_HOST), Path.of(setting(Settings.WRONG_CERTS)));
  }

  @Test
  void tlsWithAnEngineThatSpeaksNoneIsATlsFailure() {
    assertTlsFailure(setting(Settings.TCP_HOST), Path.of(setting(Settings.TLS_CERTS)));
  }

  private static void assertTlsFailure(String host, Path certificates) {
    try (DockerClient docker = DockerClient.builder().host(host).tls(certificates).build()) {
      TlsException failure = assertThrows(TlsException.class, () -> docker.system().ping());
      assertTrue(failure.getMessage().contains(host.replace("tcp://", "")), failure::getMessage);
    }
  }

  @Test
  void plainTextWithAnEngineThatWantsTlsSaysSo() {
    try (DockerClient docker = DockerClient.builder().host(setting(Settings.TLS_HOST)).build()) {
      DockerException failure = assertThrows(DockerException.class, () -> docker.system().ping());
      assertTrue(failure instanceof ConnectionException || failure.getMessage().contains("HTTPS"), failure::toString);
      assertFalse(failure.getMessage().isBlank());
    }
  }
}
