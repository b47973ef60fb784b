package io.longshore.generated.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.api.CraneApi;
import golden.model.CraneInspectOptions;
import golden.model.CraneKind;
import io.longshore.generated.runtime.ApiRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options of a query put on the wire. */
class OptionsTest {
  private static List<String> sent(Consumer<CraneInspectOptions> options) {
    return CraneApi.craneInspect("a").options(options).request().query().stream().map(p -> p.name() + "=" + p.value())
        .toList();
  }

  private static String refused(Consumer<CraneInspectOptions> options) {
    return assertThrows(IllegalArgumentException.class, () -> options.accept(new CraneInspectOptions())).getMessage();
  }

  @Test
  void nothingThatWasNotSetIsSent() {
    assertEquals(List.of(), sent(o -> {}));
  }

  @Test
  void valuesAreKeptRawInTheOrderInWhichTheyWereSet() {
    assertEquals(
        List.of("names=x y", "names=a&b=c", "names=é%20", "condition=on-failure", "size=true", "depth=-1", "q=a=b&c"),
        sent(o -> o.name("x y", "a&b=c").name("é%20").condition(CraneKind.ON_FAILURE).size().depth(-1).q("a=b&c")));
  }

  @Test
  void whatIsSetAgainIsReplacedAndNullLeavesItOut() {
    assertEquals(List.of("limit=2"), sent(o -> o.limit(1).limit(2)));
    assertEquals(List.of(), sent(o -> o.q("a").q(null).condition(CraneKind.TOWER).condition(null)));
    assertEquals(List.of(),
        sent(o -> o.since(Instant.EPOCH).since(null).grace(Duration.ZERO).grace(null).platform("a/b").platform(null)));
  }

  @Test
  void aFlagThatSaysWhatHoldsAnyhowIsLeftOut() {
    assertEquals(List.of("size=true"), sent(o -> o.size(true)));
    assertEquals(List.of(), sent(o -> o.size().size(false)));
    assertEquals(List.of("stream=false"), sent(o -> o.stream(false)));
    assertEquals(List.of(), sent(o -> o.stream(true)));
  }

  @Test
  void timesAreSecondsOfNineDigitsMore() {
    assertEquals(List.of("since=1.000000002"), sent(o -> o.since(Instant.ofEpochSecond(1, 2))));
  }

  @Test
  void durationsAreWholeSecondsAtLeastAsLong() {
    assertEquals(List.of("t=0"), sent(o -> o.grace(Duration.ZERO)));
    assertEquals(List.of("t=1"), sent(o -> o.grace(Duration.ofNanos(1))));
    assertEquals(List.of("t=61"), sent(o -> o.grace(Duration.ofMillis(60_001))));
    assertTrue(refused(o -> o.grace(Duration.ofNanos(-1))).contains("grace is PT-0.000000001S"));
    assertTrue(refused(o -> o.grace(Duration.ofSeconds(Long.MAX_VALUE))).contains("grace is "));
  }

  @Test
  void platformsAreJson() {
    assertEquals(
        List.of(
            "platform={\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}",
            "platforms={\"os\":\"linux\",\"architecture\":\"arm64\"}",
            "platforms={\"os\":\"a\",\"architecture\":\"b\"}"),
        sent(o -> o.platform("linux/arm/v7").platforms("linux/arm64").platforms("a/b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/arm64", "linux/arm64/", "a/b/c/d"})
  void whatIsNoPlatformIsRefused(String text) {
    assertTrue(refused(o -> o.platform(text)).contains("such as linux/arm64"));
    assertTrue(refused(o -> o.platforms(text)).contains("such as linux/arm64"));
  }

  @Test
  void numbersBelowTheirLeastValueAreRefused() {
    assertEquals("limit is 0; it must be at least 1", refused(o -> o.limit(0)));
  }

  @Test
  void filtersAreOneJsonObject() {
    assertEquals(
        List.of(
            "filters={\"label\":[\"a\",\"b=c\",\"d=\"],\"label!\":[\"e\"],\"is-idle\":[\"true\"],\"kind\":[\"tower\",\"on-failure\"],"
                + "\"load\":[\"1\",\"-2\"],\"title\":[\"x\",\"y\"],\"before\":[\"web\",\"/\",\"id\"],"
                + "\"until\":[\"1970-01-01T00:00:00Z\",\"90s\",\"0.500000000s\"],\"other\":[\"z\"]}"),
        sent(
            o -> o.label("a")
                .label("b", "c")
                .label("d", "")
                .withoutLabel("e")
                .isIdle()
                .kind(CraneKind.TOWER, CraneKind.ON_FAILURE)
                .load(1, -2)
                .title("x")
                .title("y")
                .before("/web", "/")
                .filter("before", "/id")
                .until(Instant.EPOCH)
                .until(Duration.ofSeconds(90))
                .until(Duration.ofMillis(500))
                .filter("other", "z")));
    assertEquals(List.of("filters={\"is-idle\":[\"false\"]}"), sent(o -> o.isIdle(false)));
  }

  /** Nothing would be filtered, and a prune would take everything. */
  @Test
  void aFilterWithoutAValueIsRefused() {
    for (Consumer<CraneInspectOptions> options : List.<Consumer<CraneInspectOptions>>of(o -> o.title(), o -> o.kind(),
        o -> o.load(), o -> o.before(), o -> o.filter("title"))) {
      assertTrue(refused(options).contains("has no value"));
    }
    assertTrue(refused(o -> o.title("x", "")).contains("has an empty value"));
    assertTrue(refused(o -> o.filter("other", " ")).contains("has an empty value"));
    assertEquals("label name is empty", refused(o -> o.label(" ")));
    assertTrue(refused(o -> o.until(Duration.ofNanos(-1))).contains("from zero to 3650 days"));
  }

  @Test
  void nullIsNoValueOfSeveral() {
    assertThrows(NullPointerException.class, () -> new CraneInspectOptions().name("x", null));
    assertThrows(NullPointerException.class, () -> new CraneInspectOptions().title("x", null));
    assertThrows(NullPointerException.class, () -> new CraneInspectOptions().platforms("a/b", null));
    assertThrows(NullPointerException.class, () -> new CraneInspectOptions().label("x", null));
  }

  @Test
  void theyTellWhatTheySay() {
    assertEquals("CraneInspect[size=true, q=a]", new CraneInspectOptions().size().q("a").toString());
  }

  @Test
  void aRequestTellsTheFirstValueOfAParameter() {
    ApiRequest<?> request = CraneApi.craneInspect("a").options(o -> o.name("x", "y")).request();
    assertEquals("x", request.query("names"));
    assertNull(request.query("size"));
  }
}
