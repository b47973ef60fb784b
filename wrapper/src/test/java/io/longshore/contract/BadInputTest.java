package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.EngineException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Bad input gets a clear error, from here or from the engine, and never becomes another request than the one written.
 */
class BadInputTest extends ContractTest {
  private record Seen(String id, List<String> names, String state, String image) {}

  private Set<Seen> everything() {
    return mine().stream().map(c -> new Seen(c.id(), c.names(), c.state().value(), c.image()))
        .collect(Collectors.toSet());
  }

  /** Names of images that no test made on purpose: other tests use the same engine at the same time. */
  private Set<String> images() {
    return docker.images().list().stream().flatMap(image -> image.repoTags().stream())
        .filter(name -> !name.contains("longshore-") && !name.equals("<none>:<none>")).collect(Collectors.toSet());
  }

  /** One test for the table: a fresh container for each of its 300 rows would take minutes. */
  @Test
  void badInputIsRefusedAndChangesNothing() {
    Container bystander = run(Programs.forever());
    create(Programs.forever());
    Set<String> imagesBefore = images();
    assertAll(BadInput.all().stream().map(input -> () -> assertRefused(input, bystander)));
    assertEquals(imagesBefore, images());
    assertTrue(bystander.inspect().state().running());
  }

  private void assertRefused(BadInput input, Container bystander) {
    Set<Seen> before = everything();
    assertTrue(before.size() >= 2, "the containers of the test are gone");
    RuntimeException refused = null;
    try {
      input.call().accept(docker, bystander);
    } catch (IllegalArgumentException | NullPointerException | EngineException e) {
      refused = seen(e);
    } catch (RuntimeException e) {
      throw new AssertionError(input + " fails as what it is not", e);
    }
    assertNotNull(refused, () -> input + " was taken");
    String message = refused.getMessage();
    assertNotNull(message, () -> input + " fails without a word");
    assertFalse(message.isBlank(), () -> input + " fails without a word");
    assertEquals(before, everything(), () -> input + " changed the containers");
  }
}
