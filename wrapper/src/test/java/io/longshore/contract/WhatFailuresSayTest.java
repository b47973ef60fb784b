package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.DeadlineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.LogConfig;
import io.longshore.generated.engine.model.LogDriver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures whose words were once not what the engine had said. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#real")
class WhatFailuresSayTest extends EngineTest {
  @Test
  void aLogDriverThatKeepsNothingIsNoFailureOfTheEngine() {
    Container container = run(o -> o.hostConfig(h -> h.logConfig(LogConfig.builder().type(LogDriver.NONE).build())));
    UnsupportedException read = fails(UnsupportedException.class, () -> container.logs().close());
    assertTrue(read.getMessage().startsWith("logs of ") && read.getMessage().contains("such as json-file or local"),
        read::getMessage);
    UnsupportedException followed = fails(UnsupportedException.class, () -> container.followLogs().iterator().next());
    assertTrue(followed.getMessage().startsWith("followLogs of "), followed::getMessage);
  }

  @Test
  void anExecThatIsLateAndRunsIsSaidToRun() {
    Container container = run(Programs.forever());
    DeadlineException runsOn = fails(
        DeadlineException.class,
        () -> container.exec(e -> e.command(Programs.forever()).timeout(Duration.ofSeconds(2))));
    assertTrue(runsOn.getMessage().contains("did not end within 2000 ms and is still running"), runsOn::getMessage);
  }
}
