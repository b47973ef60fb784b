package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.DistributionInspect;
import io.longshore.registry.RegistryAuth;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry has, asked through the engine. */
class RegistriesTest extends ImageTest {
  private String registry;
  private String image;
  private RegistryAuth auth;

  @BeforeEach
  @Timeout(60)
  void chooseRegistry() {
    LockedRegistry locked = LockedRegistry.of(engine, docker);
    registry = locked.name();
    image = locked.image();
    auth = locked.auth();
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
