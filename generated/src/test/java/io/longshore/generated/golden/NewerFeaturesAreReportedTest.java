package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.api.CraneApi;
import golden.model.Crane;
import golden.model.CraneInspectOptions;
import golden.model.Hook;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.VolumeOptions;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.generated.runtime.Feature;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a request uses that not every API version has: x-since and x-until of the spec. */
class NewerFeaturesAreReportedTest {
  private static final Hook HOOK = Hook.builder().alloy("tin").build();

  @Test
  void aBodyReportsTheFieldsThatItUses() {
    assertEquals(List.of(), used(Crane.ADAPTER, Crane.builder().id("a").hooks(List.of(HOOK)).build()));
    assertEquals(
        List.of(feature("Crane.Hook", "1.44", null), feature("Crane.Old", null, "1.43")),
        used(Crane.ADAPTER, Crane.builder().id("a").hook(HOOK).old("b").build()));
  }

  @Test
  void aFieldWithBothLimitsIsOneFeature() {
    assertEquals(
        List.of(feature("Crane.Brief", "1.42", "1.45")),
        used(Crane.ADAPTER, Crane.builder().brief("a").build()));
  }

  @Test
  void aFieldThatIsUsedTwiceIsReportedOnce() {
    Crane hooked = Crane.builder().hook(HOOK).build();
    assertEquals(
        List.of(feature("Crane.Hook", "1.44", null)),
        used(JsonAdapter.list(Crane.ADAPTER), List.of(hooked, hooked, Crane.builder().parent(hooked).build())));
  }

  @Test
  void aFieldDeepInARealRequest() {
    HostConfig host = HostConfig.builder()
        .mounts(List.of(Mount.builder().volumeOptions(VolumeOptions.builder().subpath("a/b").build()).build()))
        .build();
    assertEquals(
        List.of(feature("HostConfig.Mounts", "1.25", null), feature("VolumeOptions.Subpath", "1.45", null)),
        used(HostConfig.ADAPTER, host));
  }

  @Test
  void anOperationReportsItselfAndTheQueryParametersThatItUses() {
    assertEquals(List.of(), asked(o -> o.size()));
    assertEquals(
        List.of(feature("CraneInspect.shared-size", "1.42", null), feature("CraneInspect.weigh", null, "1.43")),
        asked(o -> o.sharedSize().weigh()));
    assertEquals(List.of(feature("CraneLoad", "1.43", "1.50")), CraneApi.craneLoad("a").request().features());
  }

  @Test
  void aQueryParameterThatWasUnsetAgainIsNotReported() {
    assertEquals(List.of(), asked(o -> o.sharedSize().sharedSize(false)));
    assertEquals(1, asked(o -> o.sharedSize().sharedSize(true)).size());
  }

  @Test
  void optionsInPlaceOfOthersAreReportedAlone() {
    assertEquals(
        List.of(feature("CraneInspect.weigh", null, "1.43")),
        CraneApi.craneInspect("a").options(o -> o.sharedSize()).options(o -> o.weigh()).request().features());
  }

  @Test
  void aFilterIsReportedWhenItIsAmongThoseThatAreSet() {
    assertEquals(List.of(), asked(o -> o.title("label")));
    List<Feature> labels = List.of(feature("CraneInspect.filters.label", "1.29", null),
        feature("CraneInspect.filters.label!", "1.30", null));
    assertEquals(labels, asked(o -> o.label("x").withoutLabel("y")));
    assertEquals(labels, asked(o -> o.filter("label", "x").filter("label!", "y")));
    assertEquals(List.of(), asked(o -> o.filter("newer", "x")));
  }

  private static List<Feature> asked(Consumer<CraneInspectOptions> options) {
    return CraneApi.craneInspect("a").options(options).request().features();
  }

  @Test
  void aFeatureIsInTheVersionsBetweenItsLimits() {
    Feature both = feature("x", "1.42", "1.45");
    assertFalse(both.isIn(ApiVersion.parse("1.41")));
    assertTrue(both.isIn(ApiVersion.parse("1.42")));
    assertTrue(both.isIn(ApiVersion.parse("1.45")));
    assertFalse(both.isIn(ApiVersion.parse("1.46")));
    assertTrue(feature("x", null, "1.45").isIn(ApiVersion.parse("1.9")));
    assertTrue(feature("x", "1.9", null).isIn(ApiVersion.parse("1.41")));
  }

  private static <T> List<Feature> used(JsonAdapter<T> adapter, T value) {
    return Json.encode(adapter, value).features();
  }

  private static Feature feature(String name, String since, String until) {
    return new Feature(
        name, since == null ? null : ApiVersion.parse(since), until == null ? null : ApiVersion.parse(until));
  }
}
