package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.DistributionInspect;
import io.longshore.registry.RegistryAuth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a registry has, asked through the engine; the embedded one reaches no registry and says so. */
class RegistriesTest extends ContractTest {
  private static final Settings SETTINGS = Settings.ofThisRun();
  private static final String IMAGE = "/team/busybox:1";

  private final String registry = SETTINGS.get(Settings.REGISTRY).orElse("127.0.0.1:1");
  private final RegistryAuth auth = RegistryAuth.password(
      SETTINGS.get(Settings.REGISTRY_USER).orElse("nobody"), SETTINGS.get(Settings.REGISTRY_PASSWORD).orElse(SECRET));

  @Test
  void anImageIsKnownWithoutAPull() {
    if (engine.embedded()) {
      ServerErrorException refused = fails(ServerErrorException.class,
          () -> docker.registries().inspect(registry + IMAGE, auth));
      assertTrue(refused.engineMessage().startsWith("the embedded engine does not serve GET /"),
          refused::engineMessage);
      return;
    }
    DistributionInspect image = docker.registries().inspect(registry + IMAGE, auth);
    assertTrue(image.descriptor().digest().matches("sha256:[0-9a-f]{64}"), image::toString);
    assertTrue(image.descriptor().size() > 0, image::toString);
    assertEquals(List.of("linux"), image.platforms().stream().map(platform -> platform.os()).toList());
    assertEquals(List.of(), docker.images().list(o -> o.reference(registry + IMAGE)));
    String byDigest = registry + "/team/busybox@" + image.descriptor().digest();
    assertEquals(image, docker.registries().inspect(byDigest, auth));
  }

  @Test
  void whatTheRegistryDoesNotTellIsAnErrorOfItsKind() {
    if (engine.embedded()) {
      fails(ServerErrorException.class, () -> docker.registries().inspect(registry + IMAGE));
      return;
    }
    UnauthorizedException none = fails(UnauthorizedException.class,
        () -> docker.registries().inspect(registry + IMAGE));
    assertTrue(none.getMessage().contains(registry + " requires credentials"), none::getMessage);
    UnauthorizedException wrong = fails(UnauthorizedException.class,
        () -> docker.registries().inspect(registry + IMAGE, RegistryAuth.password("shipper", SECRET)));
    assertTrue(wrong.getMessage().contains(registry + " rejected the credentials"), wrong::getMessage);
    fails(NotFoundException.class, () -> docker.registries().inspect(registry + "/team/none", auth));
    fails(ServerErrorException.class, () -> docker.registries().inspect("127.0.0.1:1/a", auth));
  }
}
