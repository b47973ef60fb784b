package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.container.CreateOptions;
import io.longshore.error.EngineException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whom programs run as: names and numbers, also those that the image does not know. */
class UsersTest extends ContractTest {
  private String seen(Consumer<CreateOptions.Builder> options, String... command) {
    Container container = toEnd(run(o -> {
      o.command(command);
      options.accept(o);
    }));
    try (var log = container.logs()) {
      return log.readAll().stdout().strip();
    }
  }

  private static Consumer<CreateOptions.Builder> groups(String... groups) {
    return o -> o.hostConfig(h -> h.groupAdd(List.of(groups)));
  }

  @Test
  void numbersNeedNotBeKnown() {
    assertEquals("uid=1234 gid=0(root) groups=0(root)", seen(o -> o.user("1234"), "id"));
    assertEquals("uid=1234 gid=5678 groups=5678", seen(o -> o.user("1234:5678"), "id"));
    assertEquals("uid=0(root) gid=1 groups=1", seen(o -> o.user("root:1"), "id"));
  }

  @Test
  void groupsAreAdded() {
    assertEquals("uid=0(root) gid=0(root) groups=0(root),1234,65534(nogroup)", seen(groups("1234", "nogroup"), "id"));
    assertEquals("65534 0", seen(groups("0").andThen(o -> o.user("nobody")), "id", "-G"));
  }

  @Test
  void groupsThatAreNotThereKeepAContainerFromStarting() {
    for (String group : List.of("nope", "nobody")) {
      EngineException refused = fails(EngineException.class, () -> run(groups(group)));
      assertTrue(refused.engineMessage().contains("nable to find group " + group), refused::getMessage);
    }
    EngineException refused = fails(EngineException.class, () -> run(groups("-1")));
    assertTrue(refused.engineMessage().contains("uids and gids must be in range 0-2147483647"), refused::getMessage);
  }

  @Test
  void anExecRunsAsTheContainerOrAsItsOwn() {
    Container container = run(groups("1234").andThen(o -> o.user("55")));
    assertEquals("uid=55 gid=0(root) groups=0(root),1234", container.exec("id").stdout().strip());
    assertEquals("uid=1234 gid=5678 groups=1234,5678",
        container.exec(e -> e.command("id").user("1234:5678")).stdout().strip());
    assertEquals("65534 1234", container.exec(e -> e.command("id", "-G").user("nobody")).stdout().strip());
  }
}
