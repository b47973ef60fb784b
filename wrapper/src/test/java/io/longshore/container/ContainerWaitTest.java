package io.longshore.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.CancelledException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;
import io.longshore.error.StreamException;
import io.longshore.generated.engine.model.WaitCondition;
import io.longshore.stream.StreamEnd;
import io.longshore.unit.RawEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of the answer to a registered wait: it is an exit code or a failure, never a made-up code. */
@Timeout(30)
class ContainerWaitTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String END = "0\r\n\r\n";

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static ContainerWait open(DockerClient docker) {
    return docker.containers().get("web").openWait(WaitCondition.NEXT_EXIT);
  }

  @Test
  void theConditionIsSentAndTheCodeRead() {
    try (RawEngine engine = RawEngine.sending(HEAD + chunk("{\"StatusCode\":3,\"Error\":null}\n") + END);
        DockerClient docker = engine.builder().build();
        ContainerWait exit = open(docker)) {
      assertEquals(3, exit.await());
      assertEquals(3, exit.await(Duration.ofMillis(1)));
      assertEquals(List.of("POST /v1.51/containers/web/wait?condition=next-exit HTTP/1.1"), engine.asked());
    }
  }

  /** A cut before the answer, in the answer, in the last chunk; and an engine that stops in good order. */
  @ParameterizedTest
  @ValueSource(strings = {"", "1f\r\n{\"Status", "10\r\n{\"StatusCode\":0", "0\r\n\r\n"})
  void anAnswerThatBreaksOffIsNoExit(String rest) {
    try (RawEngine engine = RawEngine.sending(HEAD + rest);
        DockerClient docker = engine.builder().build();
        ContainerWait exit = open(docker)) {
      StreamException broken = assertThrows(StreamException.class, exit::await);
      assertEquals(StreamEnd.TRUNCATED, broken.end());
      assertTrue(broken.getMessage().contains("web"), broken::getMessage);
      assertThrows(StreamException.class, exit::await);
    }
  }

  @Test
  void anAnswerWithoutACodeIsNoExit() {
    try (RawEngine engine = RawEngine.sending(HEAD + chunk("{}") + END);
        DockerClient docker = engine.builder().build();
        ContainerWait exit = open(docker)) {
      assertThrows(DockerException.class, exit::await);
    }
  }

  @Test
  void theEnginesErrorIsTold() {
    try (
        RawEngine engine = RawEngine
            .sending(HEAD + chunk("{\"StatusCode\":-1,\"Error\":{\"Message\":\"lost the plot\"}}") + END);
        DockerClient docker = engine.builder().build();
        ContainerWait exit = open(docker)) {
      DockerException failure = assertThrows(DockerException.class, exit::await);
      assertTrue(failure.getMessage().contains("lost the plot"), failure::getMessage);
    }
  }

  @Test
  void noDeadlineOfTheClientEndsIt() {
    Duration shortly = Duration.ofMillis(100);
    try (RawEngine engine = RawEngine.stuckAfter(HEAD);
        DockerClient docker = engine.builder().build()) {
      docker.apiVersion();
      Timeouts timeouts = new Timeouts(shortly, Duration.ofSeconds(20), shortly, shortly);
      try (ContainerWait exit = open(docker.with(timeouts))) {
        DeadlineException late = assertThrows(DeadlineException.class, () -> exit.await(shortly.multipliedBy(4)));
        assertTrue(late.getMessage().contains("400 ms"), late::getMessage);
      }
    }
  }

  @Test
  void aWaitThatWasClosedBeforeAnybodyAskedSaysSo() {
    try (RawEngine engine = RawEngine.stuckAfter(HEAD);
        DockerClient docker = engine.builder().build()) {
      ContainerWait exit = open(docker);
      exit.close();
      assertThrows(CancelledException.class, exit::await);
      assertThrows(IllegalArgumentException.class, () -> exit.await(Duration.ZERO));
    }
  }

  @Test
  void closingTheClientEndsIt() {
    try (RawEngine engine = RawEngine.stuckAfter(HEAD)) {
      DockerClient docker = engine.builder().build();
      ContainerWait exit = open(docker);
      assertThrows(DeadlineException.class, () -> exit.await(Duration.ofMillis(50)));
      docker.close();
      assertThrows(CancelledException.class, exit::await);
    }
  }
}
