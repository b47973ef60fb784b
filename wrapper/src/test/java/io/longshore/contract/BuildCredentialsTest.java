package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.build.BuildOptions;
import io.longshore.build.BuildResult;
import io.longshore.build.BuilderKind;
import io.longshore.error.BuildFailedException;
import io.longshore.error.ConfigurationException;
import io.longshore.error.UnauthorizedException;
import io.longshore.error.UnsupportedException;
import io.longshore.registry.DockerHome;
import io.longshore.registry.RegistryAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds on an image of a registry that wants a password, without the library that BuildKit needs for that:
 * {@code longshore-buildkit} has its own tests of it.
 */
@ParameterizedClass(name = "{0}, {1}", allowZeroInvocations = true)
@MethodSource("withBuilders")
class BuildCredentialsTest extends BuildTest {
  @TempDir
  Path directory;

  private String registry;
  private String base;
  private String user;
  private String password;
  private DockerHome home;
  private DockerClient client;

  @BeforeEach
  @Timeout(60)
  void startWithoutTheImage() throws IOException {
    LockedRegistry locked = LockedRegistry.of(engine, docker);
    registry = locked.name();
    base = locked.image() + ":1";
    user = locked.user();
    password = locked.password();
    home = new DockerHome(directory);
    client = engine.client().get().credentials(home.credentials()).build();
    removeBase();
    file("Dockerfile", "ARG host\nFROM --platform=$TARGETPLATFORM ${host}/team/busybox:1\n");
    if (builder == BuilderKind.CLASSIC) {
      file("Dockerfile", "ARG host=nowhere\nFROM ${host}/team/busybox:1\nRUN echo x\n");
    }
  }

  @AfterEach
  @Timeout(60)
  void closeClient() {
    client.close();
    removeBase();
  }

  private void removeBase() {
    ImageTest.removeIfThere(docker, base);
  }

  private BuildResult buildOnBase(Consumer<BuildOptions> options) {
    return build(client, o -> options.accept(o.directory(context).buildArg("host", registry).noCache()));
  }

  @Test
  void withoutCredentialsItIsUnauthorized() {
    UnauthorizedException failed = fails(UnauthorizedException.class, () -> buildOnBase(o -> {}));
    assertTrue(failed.getMessage().contains(isBuildKit() ? "longshore-buildkit" : "'docker login " + registry + "'"),
        failed::getMessage);
  }

  @Test
  void thoseOfTheBuildAreUsed() {
    RegistryAuth auth = RegistryAuth.password(user, password);
    if (isBuildKit()) {
      UnsupportedException failed = fails(UnsupportedException.class, () -> buildOnBase(o -> o.auth(registry, auth)));
      assertTrue(failed.getMessage().contains("longshore-buildkit"), failed::getMessage);
      client.images().pull(o -> o.reference(base).auth(auth));
      buildOnBase(o -> {});
    } else {
      BuildResult built = buildOnBase(o -> o.auth(registry, auth));
      String history = built.image().history().toString();
      assertTrue(history.contains("echo x"), history);
      for (Object shown : List.of(built, built.steps(), history, built.image().inspect())) {
        assertFalse(shown.toString().contains(password), () -> shown.getClass() + " shows a password");
      }
      assertFalse(LOGGED.mention(password));
    }
    assertEquals(List.of(), home.asked());
  }

  @Test
  void anImageToCopyFromNeedsThemToo() throws IOException {
    file("Dockerfile", "FROM " + Programs.IMAGE + "\nCOPY --from=" + base + " /bin/busybox /copied\n");
    UnauthorizedException none = fails(UnauthorizedException.class, () -> buildOnBase(o -> {}));
    assertTrue(none.getMessage().contains(isBuildKit() ? "longshore-buildkit" : registry + " requires credentials"),
        none::getMessage);
    if (!isBuildKit()) {
      buildOnBase(o -> o.auth(registry, RegistryAuth.password(user, password)));
    }
  }

  @Test
  void aFileThatIsNotThereIsNoRefusal() throws IOException {
    file("Dockerfile", "FROM " + Programs.IMAGE + "\nCOPY unauthorized /\n");
    BuildFailedException failed = fails(BuildFailedException.class,
        () -> build(client, o -> {
          o.directory(context);
          if (!isBuildKit()) {
            o.auth(registry, RegistryAuth.password(user, password));
          }
        }));
    assertTrue(failed.step().contains("COPY unauthorized /"), failed::step);
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() {
    home.login(registry, user, SECRET);
    UnauthorizedException failed = fails(UnauthorizedException.class, () -> buildOnBase(o -> {}));
    assertTrue(isBuildKit() || failed.getMessage().contains(
        registry + " rejected the credentials of " + home.file("config.json")), failed::getMessage);
  }

  @Test
  void onlyTheRegistriesOfTheDockerfileAreAskedFor() {
    home.helper("own", user, password).helper("other", user, SECRET);
    home.config(
        "{\"credHelpers\":{\"" + registry + "\":\"own\",\"other.example.com\":\"other\"},\"credsStore\":\"other\"}");
    if (isBuildKit()) {
      fails(UnauthorizedException.class, () -> buildOnBase(o -> {}));
      assertEquals(List.of(), home.asked());
    } else {
      buildOnBase(o -> {});
      assertEquals(List.of("own get <" + registry + ">"), home.asked());
    }
  }

  @Test
  void aHelperThatFailsEndsABuildThatNeedsIt() {
    home.helper("own", "echo '" + SECRET + "'; exit 1").config("{\"credHelpers\":{\"" + registry + "\":\"own\"}}");
    if (isBuildKit()) {
      fails(UnauthorizedException.class, () -> buildOnBase(o -> {}));
    } else {
      ConfigurationException failed = fails(ConfigurationException.class, () -> buildOnBase(o -> {}));
      assertTrue(failed.getMessage().contains("docker-credential-own, which "), failed::getMessage);
    }
  }
}
