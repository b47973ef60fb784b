package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnauthorizedException;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.image.Image;
import io.longshore.image.PullPolicy;
import io.longshore.registry.RegistryAuth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pulling, from a registry that wants a password. There where the run has one; {@link RequirementsTest} misses it
 * otherwise.
 */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#pulling")
class RegistryTest extends EngineTest {
  private static final int ROUNDS = 3;
  private static final int AT_ONCE = 16;

  private LockedRegistry locked;
  private String registry;
  private String reference;
  private RegistryAuth auth;

  @BeforeEach
  @Timeout(60)
  void startWithoutTheImage() {
    locked = LockedRegistry.of(engine, docker);
    registry = locked.name();
    reference = locked.image() + ":1";
    auth = locked.auth();
    removeImage();
  }

  @AfterEach
  @Timeout(60)
  void removeImage() {
    if (!docker.images().list(options -> options.reference(reference)).isEmpty()) {
      docker.images().get(reference).remove(options -> options.force());
    }
  }

  @Test
  void aPullShowsItsProgress() {
    List<ImageProgress> steps = new ArrayList<>();
    Image image = docker.images().pull(options -> options.reference(reference).auth(auth).steps(steps::add));
    assertEquals(reference, image.reference());
    assertTrue(image.inspect().repoTags().contains(reference));
    assertTrue(
        steps.stream()
            .anyMatch(step -> step.status() != null
                && step.status().matches("Status: Downloaded newer image .*|Download complete")),
        steps::toString);
  }

  @Test
  void aLoginTellsGoodCredentialsFromBadOnes() {
    assertEquals("Login Succeeded", docker.registries().login(registry, auth).status());
    RegistryAuth wrong = RegistryAuth.password(locked.user(), "not-the-password");
    UnauthorizedException refused = fails(UnauthorizedException.class,
        () -> docker.registries().login(registry, wrong));
    assertTrue(refused.getMessage().contains("rejected the credentials; check them"), refused::getMessage);
    assertFalse(refused.getMessage().contains("not-the-password"), refused::getMessage);
  }

  @Test
  void aTagThatTheRegistryDoesNotHaveIsAnError() {
    EngineException failed = fails(
        EngineException.class,
        () -> docker.images().pull(o -> o.reference(reference.replace(":1", ":nothing")).auth(auth)));
    assertTrue(failed.getMessage().contains("not found") || failed.getMessage().contains("unknown"),
        failed::getMessage);
    assertTrue(failed.getMessage().contains(":nothing"), failed::getMessage);
  }

  @Test
  void aWrongPasswordIsAnErrorThatDoesNotShowIt() {
    UnauthorizedException failed = fails(
        UnauthorizedException.class,
        () -> docker.images().pull(o -> o.reference(reference).auth(RegistryAuth.password("shipper", SECRET))));
    assertTrue(failed.getMessage().contains("rejected the credentials"), failed::getMessage);
    assertFalse(failed.getMessage().contains(SECRET), "the message shows the password");
    assertTrue(docker.images().list(o -> o.reference(reference)).isEmpty());
  }

  @Test
  void noPasswordIsAnError() {
    UnauthorizedException failed = fails(UnauthorizedException.class, () -> docker.images().pull(reference));
    assertTrue(failed.getMessage().contains("RegistryAuth.password("), failed::getMessage);
    assertTrue(List.of(200, 401, 500).contains(failed.status()), failed::getMessage);
  }

  @Test
  void manyRunsAtOnceOfAnImageThatIsMissingAllRun() {
    for (int round = 0; round < ROUNDS; round++) {
      removeImage();
      List<Background<Container>> runs = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        runs.add(
            Background.start(
                () -> run(o -> o.image(reference).registryAuth(auth).network("none").command(Programs.exit(0)))));
      }
      runs.forEach(running -> running.result(Duration.ofSeconds(60)));
      removeContainers();
    }
  }

  @Test
  void runTriesToPullAnImageThatIsMissing() {
    // The engine asks the registry, which wants a password.
    UnauthorizedException failed = fails(UnauthorizedException.class, () -> run(options -> options.image(reference)));
    assertTrue(failed.getMessage().contains("registryAuth("), failed::getMessage);
    assertEquals("ImageCreate", failed.operation());
    assertTrue(failed.getSuppressed().length == 1 && failed.getSuppressed()[0] instanceof NotFoundException);
  }

  @Test
  void runTriesToPullAnImageThatIsThereForAnotherPlatformOnly() {
    docker.images().pull(options -> options.reference(reference).auth(auth));
    fails(NotFoundException.class, () -> run(o -> o.image(reference).platform("linux/s390x").pull(PullPolicy.NEVER)));
    UnauthorizedException failed = fails(UnauthorizedException.class,
        () -> run(options -> options.image(reference).platform("linux/s390x")));
    assertEquals("ImageCreate", failed.operation());
    assertTrue(failed.getSuppressed().length == 1 && failed.getSuppressed()[0] instanceof NotFoundException);
  }

  @Test
  void createPullsOnlyIfItIsToldTo() {
    fails(NotFoundException.class, () -> create(options -> options.image(reference)));
    for (PullPolicy policy : List.of(PullPolicy.MISSING, PullPolicy.ALWAYS)) {
      UnauthorizedException failed = fails(UnauthorizedException.class,
          () -> create(options -> options.image(reference).pull(policy)));
      assertEquals("ImageCreate", failed.operation());
    }
    Container container = create(options -> options.image(reference).registryAuth(auth).pull(PullPolicy.MISSING));
    assertFalse(container.inspect().state().running());
  }

  @Test
  void runUsesWhatWasPulled() {
    docker.images().pull(options -> options.reference(reference).auth(auth));
    Container container = run(options -> options.image(reference).command(Programs.exit(3)).pull(PullPolicy.NEVER));
    assertEquals(3, container.waitFor(Poll.SOON));
  }
}
