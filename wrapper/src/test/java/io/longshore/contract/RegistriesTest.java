package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.DistributionInspect;
import io.longshore.image.Image;
import io.longshore.registry.RegistryAuth;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry has, asked through the engine. */
class RegistriesTest extends ImageTest {
  /** The embedded engines' registry that wants this login. */
  static final String LOCKED_IN_MEMORY = "locked.example.com:5000";
  static final String USER = "shipper";
  static final String PASSWORD = "in memory";

  private static final Settings SETTINGS = Settings.ofThisRun();

  private String registry;
  private String image;
  private RegistryAuth auth;

  @BeforeEach
  @Timeout(60)
  void chooseRegistry() {
    registry = engine.lockedRegistry();
    image = registry + "/team/busybox";
    auth = engine.embedded() ? RegistryAuth.password(USER, PASSWORD)
        : RegistryAuth.password(SETTINGS.required(Settings.REGISTRY_USER),
            SETTINGS.required(Settings.REGISTRY_PASSWORD));
    if (engine.embedded()) {
      Image pushed = docker.images().get(Programs.IMAGE).tag(image + ":1");
      pushed.push(p -> p.auth(auth));
      pushed.remove();
    }
  }

  @Test
  void anImageIsKnownWithoutAPull() {
    DistributionInspect found = docker.registries().inspect(image + ":1", auth);
    assertTrue(found.descriptor().digest().matches("sha256:[0-9a-f]{64}"), found::toString);
    assertTrue(found.descriptor().size() > 0, found::toString);
    assertEquals(List.of("linux"), found.platforms().stream().map(platform -> platform.os()).toList());
    assertEquals(List.of(), docker.images().list(o -> o.reference(image + ":1")));
    assertEquals(found, docker.registries().inspect(image + "@" + found.descriptor().digest(), auth));
  }

  @Test
  void whatTheRegistryDoesNotTellIsAnErrorOfItsKind() {
    UnauthorizedException none = fails(UnauthorizedException.class, () -> docker.registries().inspect(image + ":1"));
    assertTrue(none.getMessage().contains(registry + " requires credentials"), none::getMessage);
    UnauthorizedException wrong = fails(UnauthorizedException.class,
        () -> docker.registries().inspect(image + ":1", RegistryAuth.password("shipper", SECRET)));
    assertTrue(wrong.getMessage().contains(registry + " rejected the credentials"), wrong::getMessage);
    fails(NotFoundException.class, () -> docker.registries().inspect(registry + "/team/none", auth));
    fails(ServerErrorException.class, () -> docker.registries().inspect("127.0.0.1:1/a", auth));
  }
}
