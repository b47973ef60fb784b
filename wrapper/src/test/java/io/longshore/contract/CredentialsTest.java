package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.error.ConfigurationException;
import io.longshore.error.UnauthorizedException;
import io.longshore.registry.DockerHome;
import io.longshore.registry.RegistryAuth;
import io.longshore.registry.RegistryCredentials;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Pulls with the credentials of the docker command from a registry that wants a password. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#pulling")
class CredentialsTest extends EngineTest {
  @TempDir
  Path directory;

  private String registry;
  private String reference;
  private String user;
  private String password;
  private DockerHome home;
  private DockerClient client;

  @BeforeEach
  @Timeout(60)
  void startWithoutTheImage() {
    LockedRegistry locked = LockedRegistry.of(engine, docker);
    registry = locked.name();
    reference = locked.image() + ":1";
    user = locked.user();
    password = locked.password();
    home = new DockerHome(directory);
    client = engine.client().get().credentials(home.credentials()).build();
    removeImage();
  }

  @AfterEach
  @Timeout(60)
  void closeClient() {
    client.close();
    removeImage();
  }

  private void removeImage() {
    if (isThere()) {
      docker.images().get(reference).remove(options -> options.force());
    }
  }

  private boolean isThere() {
    return !docker.images().list(options -> options.reference(reference)).isEmpty();
  }

  @Test
  void aLoginInTheFileIsUsedFromThenOn() {
    UnauthorizedException before = fails(UnauthorizedException.class, () -> client.images().pull(reference));
    assertTrue(before.getMessage().contains("'docker login " + registry + "'"), before::getMessage);
    home.login("http://" + registry + "/v2/", user, password);
    client.images().pull(reference);
    assertTrue(isThere());
  }

  @Test
  void aWrongPasswordInTheFileIsRefusedAndNotShown() {
    home.login(registry, user, SECRET);
    UnauthorizedException failed = fails(UnauthorizedException.class, () -> client.images().pull(reference));
    assertTrue(
        failed.getMessage().contains(registry + " rejected the credentials of " + home.file("config.json")),
        failed::getMessage);
    assertFalse(isThere());
  }

  @Test
  void aHelperOfTheRegistryIsAskedBeforeTheStoreAndTheFile() {
    home.helper("own", user, password).helper("store", user, SECRET);
    home.config("{\"credsStore\":\"store\",\"credHelpers\":{\"" + registry + "\":\"own\"},\"auths\":{\"" + registry
        + "\":{\"auth\":\"" + DockerHome.base64(user + ":" + SECRET) + "\"}}}");
    client.images().pull(reference);
    assertTrue(isThere());
    assertEquals(List.of("own get <" + registry + ">"), home.asked());
  }

  @Test
  void aStoreIsAskedAndARunPullsWithWhatItHas() {
    home.helper("store", user, password).config("{\"credsStore\":\"store\",\"auths\":{\"" + registry + "\":{}}}");
    Container container = client.containers()
        .run(with(options -> options.image(reference).network("none").command(Programs.exit(4))));
    assertEquals(4, container.waitFor(Poll.SOON));
    forceRemove(container);
    assertEquals(List.of("store get <" + registry + ">"), home.asked());
  }

  @Test
  void aHelperThatFailsEndsThePullIfTheFileNamesTheRegistry() {
    home.helper("own", "echo '" + SECRET + "'; exit 1").config("{\"credHelpers\":{\"" + registry + "\":\"own\"}}");
    ConfigurationException failed = fails(ConfigurationException.class, () -> client.images().pull(reference));
    assertTrue(failed.getMessage().contains("docker-credential-own, which "), failed::getMessage);
    home.config("{\"credsStore\":\"own\"}");
    UnauthorizedException anonymous = fails(UnauthorizedException.class, () -> client.images().pull(reference));
    assertTrue(anonymous.getMessage().contains("ended with exit code 1"), anonymous::getMessage);
  }

  @Test
  void aHelperThatHasNoneMeansAnAnonymousPull() {
    home.helper("own", "echo credentials not found in native keychain; exit 1")
        .config("{\"credHelpers\":{\"" + registry + "\":\"own\"}}");
    UnauthorizedException anonymous = fails(UnauthorizedException.class, () -> client.images().pull(reference));
    assertTrue(anonymous.getMessage().contains("docker-credential-own, which "), anonymous::getMessage);
  }

  @Test
  void explicitCredentialsWin() {
    home.helper("own", user, SECRET).config("{\"credHelpers\":{\"" + registry + "\":\"own\"}}");
    client.images().pull(options -> options.reference(reference).auth(RegistryAuth.password(user, password)));
    assertTrue(isThere());
    assertEquals(List.of(), home.asked());
  }

  @Test
  void aProgramHasItsOwn() {
    RegistryAuth auth = RegistryAuth.password(user, password);
    RegistryCredentials fixed = name -> name.equals(registry) ? auth : null;
    try (DockerClient own = engine.client().get().credentials(fixed).build()) {
      own.images().pull(reference);
    }
    assertTrue(isThere());
  }
}
