package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.build.BuilderKind;
import io.longshore.error.EngineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.BuildCache;
import io.longshore.generated.engine.model.BuildCacheType;
import io.longshore.generated.engine.model.BuildPruneResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The cache of BuildKit. */
@ParameterizedClass(name = "{0}, {1}", allowZeroInvocations = true)
@MethodSource("withBuilders")
class BuildCacheTest extends BuildTest {
  /** The record of a step of this test's own. */
  private List<BuildCache> records(String mark) {
    return docker.builds().cache().stream().filter(each -> String.valueOf(each.description()).contains(mark)).toList();
  }

  @Test
  void itHasTheStepsOfBuildKitAndLosesThem() throws IOException {
    String mark = newName();
    dockerfile("RUN echo " + mark + " >/mark", "RUN --mount=type=cache,target=/" + mark + " echo " + mark);
    if (builder == BuilderKind.CLASSIC) {
      dockerfile("RUN echo " + mark + " >/mark");
      buildHere(o -> {});
      assertEquals(List.of(), records(mark));
      if (!engine.podman()) {
        assertEquals(0, docker.builds().prune(o -> o.all().id("never")).spaceReclaimed());
      }
      return;
    }
    buildHere(o -> {});
    List<BuildCache> found = records(mark);
    assertTrue(found.stream().anyMatch(each -> each.type() == BuildCacheType.REGULAR && each.size() > 0),
        found::toString);
    assertTrue(found.stream().anyMatch(each -> each.parents() != null || each.parent() != null), found::toString);
    assertTrue(found.stream().anyMatch(each -> each.type() == BuildCacheType.EXEC_CACHEMOUNT), found::toString);

    BuildPruneResponse kept = docker.builds().prune(o -> o.all().id(found.get(0).id()).keepStorage(1L << 50));
    assertEquals(0, kept.spaceReclaimed());
    removeBuilt();
    // Only records on which no other one builds can go.
    Poll.until(() -> "these stay: " + records(mark), Poll.SOON, () -> {
      found.forEach(each -> docker.builds().prune(o -> o.all().id(each.id())));
      return records(mark).isEmpty();
    });
  }

  @Test
  void whatAPruneDoesNotKnowIsRefused() {
    if (engine.podman()) {
      fails(UnsupportedException.class, () -> docker.builds().prune());
      assertEquals(List.of(), docker.builds().cache());
      return;
    }
    EngineException failed = fails(EngineException.class, () -> docker.builds().prune(o -> o.filter("bogus", "x")));
    assertTrue(failed.getMessage().contains("bogus"), failed::getMessage);
    if (speaks("1.48")) {
      docker.builds().prune(o -> o.id("never").reservedSpace(1).maxUsedSpace(1L << 50).minFreeSpace(1));
    } else {
      fails(UnsupportedException.class, () -> docker.builds().prune(o -> o.id("never").reservedSpace(1)));
    }
    assertEquals(0, docker.builds().prune(o -> o.id("never").type(BuildCacheType.FRONTEND)).spaceReclaimed());
  }
}
