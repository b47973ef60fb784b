package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnauthorizedException;
import io.longshore.registry.DockerHome;
import io.longshore.registry.RegistryAuth;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pushes and pulls with everything that a program can have for a registry that wants a password. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("io.longshore.contract.Engines#pulling")
class CredentialsMatrixTest extends EngineTest {
  private static final Settings SETTINGS = Settings.ofThisRun();

  @TempDir
  Path directory;

  private String registry;
  private String mine;
  private DockerHome home;
  private DockerClient client;

  /** Where credentials come from, and whether they are good. */
  enum Credentials {
    NONE(false),
    GIVEN(true),
    GIVEN_WRONG_PASSWORD(false),
    GIVEN_UNKNOWN_USER(false),
    FILE(true),
    FILE_WRONG_PASSWORD(false),
    HELPER(true),
    HELPER_WRONG_PASSWORD(false);

    final boolean good;

    Credentials(boolean good) {
      this.good = good;
    }

    private void writeTo(DockerHome home, String registry, String user, String password) {
      String secret = good ? password : SECRET;
      if (name().startsWith("FILE")) {
        home.login(registry, user, secret);
      } else if (name().startsWith("HELPER")) {
        home.helper("own", user, secret).config("{\"credHelpers\":{\"" + registry + "\":\"own\"}}");
      }
    }

    private @Nullable RegistryAuth given(String user, String password) {
      return switch (this) {
        case GIVEN -> RegistryAuth.password(user, password);
        case GIVEN_WRONG_PASSWORD -> RegistryAuth.password(user, SECRET);
        case GIVEN_UNKNOWN_USER -> RegistryAuth.password("stowaway", SECRET);
        default -> null;
      };
    }
  }

  @BeforeEach
  @Timeout(60)
  void openAClientWithCredentialsOfItsOwn() {
    registry = engine.lockedRegistry();
    mine = registry + "/longshore-" + RUN + "/" + newName() + ":one";
    home = new DockerHome(directory);
    client = engine.client().get().credentials(home.credentials()).build();
    docker.images().importTar(ImageTest.archive(mine), o -> o.reference(mine));
  }

  @AfterEach
  @Timeout(60)
  void closeTheClient() {
    client.close();
    ImageTest.removeIfThere(docker, mine);
  }

  private RegistryAuth prepared(Credentials credentials) {
    String user = SETTINGS.required(Settings.REGISTRY_USER);
    String password = SETTINGS.required(Settings.REGISTRY_PASSWORD);
    credentials.writeTo(home, registry, user, password);
    return credentials.given(user, password);
  }

  private void push(@Nullable RegistryAuth auth) {
    client.images().get(mine).push(o -> {
      if (auth != null) {
        o.auth(auth);
      }
    });
  }

  private void pull(String reference, @Nullable RegistryAuth auth) {
    client.images().pull(o -> {
      o.reference(reference);
      if (auth != null) {
        o.auth(auth);
      }
    });
  }

  private void assertRefused(Credentials credentials, UnauthorizedException refused) {
    String wanted = credentials == Credentials.NONE ? " requires credentials" : " rejected the credentials";
    assertTrue(refused.getMessage().contains(registry + wanted), refused::getMessage);
    assertFalse(refused.getMessage().contains(SECRET), refused::getMessage);
  }

  @ParameterizedTest
  @EnumSource
  void theyDecideAboutPushesAndPulls(Credentials credentials) {
    RegistryAuth auth = prepared(credentials);
    if (credentials.good) {
      String id = docker.images().get(mine).inspect().id();
      push(auth);
      docker.images().get(mine).remove();
      pull(mine, auth);
      assertEquals(id, docker.images().get(mine).inspect().id());
      return;
    }
    assertRefused(credentials, fails(UnauthorizedException.class, () -> push(auth)));
    assertRefused(credentials, fails(UnauthorizedException.class, () -> pull(registry + "/team/busybox:1", auth)));
  }

  /** What is not there is told only to those who may know. */
  @ParameterizedTest
  @EnumSource
  void whatIsMissingIsNotFoundForThoseWhoMayAsk(Credentials credentials) {
    RegistryAuth auth = prepared(credentials);
    for (String missing : new String[] {registry + "/team/busybox:none", registry + "/team/none:1"}) {
      if (credentials.good) {
        NotFoundException none = fails(NotFoundException.class, () -> pull(missing, auth));
        assertTrue(none.getMessage().contains(missing), none::getMessage);
      } else {
        assertRefused(credentials, fails(UnauthorizedException.class, () -> pull(missing, auth)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theyDecideWhatIsToldOfAnImageThatIsNotPulled(Credentials credentials) {
    RegistryAuth auth = prepared(credentials);
    String there = registry + "/team/busybox:1";
    if (credentials.good) {
      assertTrue(inspected(there, auth).startsWith("sha256:"));
      fails(NotFoundException.class, () -> inspected(registry + "/team/busybox:none", auth));
      return;
    }
    assertRefused(credentials, fails(UnauthorizedException.class, () -> inspected(there, auth)));
  }

  private String inspected(String reference, @Nullable RegistryAuth auth) {
    return (auth == null ? client.registries().inspect(reference) : client.registries().inspect(reference, auth))
        .descriptor().digest();
  }
}
