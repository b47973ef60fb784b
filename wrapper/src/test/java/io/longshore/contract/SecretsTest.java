package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.ConfigurationException;
import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.registry.DockerHome;
import io.longshore.registry.RegistryAuth;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of the environment and passwords stay between the caller and the engine. {@link EngineTest} looks at failures.
 */
class SecretsTest extends ContractTest {
  private static void assertHides(Object object) {
    assertFalse(object.toString().contains(SECRET), () -> object.getClass() + " shows a secret");
  }

  @Test
  void optionsShowNoValues() {
    CreateOptions create = CreateOptions.of(with(options -> options.name("shown-name").env("SHOWN", SECRET)));
    assertTrue(create.toString().contains("shown-name"), create::toString);
    assertHides(create);
    assertHides(create.request());
    Container container = run(Programs.forever());
    container.exec(
        options -> {
          options.command("true").env("SHOWN", SECRET);
          assertHides(options);
        });
  }

  @Test
  void credentialsShowNoPassword() {
    assertHides(RegistryAuth.password("somebody", SECRET));
    assertHides(RegistryAuth.identityToken(SECRET));
  }

  @Test
  void answersShowNoValues() {
    Container container = create(Programs.forever());
    assertTrue(container.inspect().config().env().contains("LONGSHORE_SECRET=" + SECRET), "the value did not arrive");
    assertHides(container.inspect());
    assertHides(container.inspect().config());
    assertHides(container);
  }

  /** {@link EngineTest} looks at the records of every test. */
  @Test
  void recordsThatShowValuesWouldBeSeen() {
    String words = newName();
    assertFalse(LOGGED.mention(words));
    System.getLogger("io.longshore.secrets").log(System.Logger.Level.DEBUG, "it is {0}", words);
    assertTrue(LOGGED.mention(words));
  }

  @Test
  void failuresShowNoValues() {
    String name = newName();
    create(options -> options.name(name));
    fails(ConflictException.class, () -> create(options -> options.name(name).env("A", SECRET)));
    fails(EngineException.class, () -> run(options -> options.command("/nothing").env("A", SECRET)));
    fails(EngineException.class, () -> create(options -> options.image("none/such").env("A", SECRET)));
    fails(IllegalArgumentException.class, () -> create(options -> options.env("A=B", SECRET)));
    fails(IllegalArgumentException.class, () -> create(options -> options.env("A", SECRET + "\0")));
    fails(IllegalArgumentException.class, () -> create(options -> options.env("", SECRET)));
  }

  @Test
  void whatCredentialHelpersSayShowsNowhere(@TempDir Path directory) {
    DockerHome home = new DockerHome(directory).config("{\"credHelpers\":{\"r.example\":\"own\"}}");
    try (DockerClient own = engine.client().get().credentials(home.credentials()).build()) {
      for (String script : List.of(
          "echo " + SECRET + "; exit 1", "echo " + SECRET, "echo " + SECRET + " >&2; exit 1", "yes " + SECRET,
          DockerHome.answer(SECRET + "\\", SECRET))) {
        home.helper("own", script);
        fails(ConfigurationException.class, () -> own.images().pull("r.example/app"));
      }
    }
    assertHides(home.helper("own", "<token>", SECRET).credentials().find("r.example"));
    assertHides(home.helper("own", "me", SECRET).credentials().find("r.example"));
    home.config("{\"auths\":{\"r.example\":{\"auth\":\"" + SECRET + "!\"}}}");
    fails(ConfigurationException.class, () -> home.credentials().find("r.example"));
  }
}
