package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.SystemInfo;
import io.longshore.generated.engine.model.SystemVersion;
import io.longshore.generated.experimental.model.NetworkResource;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.system.Ping;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an engine says of itself, and which version is spoken with it. */
class SystemTest extends ContractTest {
  private static final ApiVersion OURS = new ApiVersion(1, 55);
  private static final ApiVersion ANNOTATIONS_SINCE = new ApiVersion(1, 43);

  private DockerClient pinned(String version) {
    return engine.client().get().apiVersion(version).build();
  }

  @Test
  void pingTellsTheVersion() {
    Ping ping = docker.system().ping();
    assertEquals("linux", ping.osType());
    assertEquals(docker.system().version().apiVersion(), ping.apiVersion());
    assertFalse(ping.server().isBlank());
  }

  @Test
  void versionTellsOfTheEngineAndItsParts() {
    SystemVersion version = docker.system().version();
    assertFalse(version.version().isBlank());
    assertEquals("linux", version.os());
    assertFalse(version.minAPIVersion().isBlank());
    assertTrue(version.components().stream().anyMatch(part -> "Engine".equals(part.name())), version::toString);
  }

  @Test
  void infoCountsContainers() {
    run(Programs.forever());
    create(Programs.forever());
    SystemInfo info = docker.system().info();
    assertTrue(info.containersRunning() >= 1, info::toString);
    assertTrue(info.containersStopped() >= 1, info::toString);
    assertTrue(info.images() >= 1, info::toString);
    assertEquals("linux", info.osType());
  }

  @Test
  void theNewestVersionThatBothKnowIsSpoken() {
    ApiVersion theirs = ApiVersion.parse(docker.system().ping().apiVersion());
    ApiVersion both = theirs.isAfter(OURS) ? OURS : theirs;
    assertEquals(Settings.ofThisRun().api().orElse(both), docker.apiVersion());
  }

  @Test
  void anOlderVersionCanBePinned() {
    try (DockerClient old = pinned("1.41")) {
      assertEquals(new ApiVersion(1, 41), old.apiVersion());
      Container container = old.containers().run(with(options -> options.command(Programs.toBothStreams())));
      assertEquals(0, container.waitFor(Poll.SOON));
      try (var log = container.logs()) {
        assertEquals("to out\n", log.readAll().stdout());
      }
      assertEquals(container.id(), container.inspect().id());
    }
  }

  @Test
  void aVersionThatIsTooNewForTheEngineIsNamedWithBothRanges() {
    try (DockerClient tooNew = pinned("1.99")) {
      assertNamesRanges("1.99", fails(UnsupportedException.class, () -> tooNew.containers().list()));
    }
  }

  @Test
  void aVersionThatIsTooOldForTheEngineIsNamedWithBothRanges() {
    try (DockerClient tooOld = pinned("1.5")) {
      UnsupportedException refused = fails(UnsupportedException.class, () -> tooOld.containers().list());
      assertNamesRanges("1.5", refused);
      String newest = docker.system().version().apiVersion();
      assertTrue(refused.getMessage().contains("the engine up to " + newest), refused::getMessage);
    }
  }

  private static void assertNamesRanges(String asked, UnsupportedException refused) {
    String message = refused.getMessage();
    assertTrue(message.contains(asked + " "), message);
    assertTrue(message.contains("this client speaks 1.24 to 1.55"), message);
  }

  @Test
  void aFieldThatIsNewerThanThePinnedVersionIsNotSent() {
    try (DockerClient old = pinned("1.41")) {
      assertRefusesAnnotations(old);
    }
  }

  @Test
  void aFieldThatIsNewerThanTheEngineIsNotSent() {
    if (ANNOTATIONS_SINCE.isAfter(docker.apiVersion())) {
      assertRefusesAnnotations(docker);
    } else {
      Map<String, String> wanted = Map.of("io.longshore.test", "yes");
      Container container = create(options -> options.hostConfig(host -> host.annotations(wanted)));
      assertEquals(wanted, container.inspect().hostConfig().annotations());
    }
  }

  private void assertRefusesAnnotations(DockerClient client) {
    UnsupportedException refused = fails(
        UnsupportedException.class,
        () -> client.containers().create(with(o -> o.hostConfig(host -> host.annotations(Map.of("a", SECRET))))));
    String message = refused.getMessage();
    assertTrue(message.contains("nnotations"), message);
    assertTrue(message.contains("needs API " + ANNOTATIONS_SINCE), message);
    ApiVersion own = ApiVersion.parse(client.system().version().apiVersion());
    // A pin is to blame only where the engine itself has the field.
    assertTrue(message.contains("speaks " + (ANNOTATIONS_SINCE.isAfter(own) ? own : client.apiVersion())), message);
    assertTrue(mine().isEmpty(), "a container was made all the same");
  }

  @Test
  void modernEnginesHaveNoExperimentalNetworking() {
    if (engine.embedded()) {
      assertEquals(
          Set.of("none", "host", "bridge"),
          docker.experimental().networks().list().stream().map(NetworkResource::name).collect(Collectors.toSet()));
    } else {
      UnsupportedException refused = fails(UnsupportedException.class, () -> docker.experimental().networks().list());
      assertTrue(refused.getMessage().contains("1.20"), refused::getMessage);
    }
  }
}
