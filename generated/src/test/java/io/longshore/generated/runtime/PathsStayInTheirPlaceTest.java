package io.longshore.generated.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.api.CraneApi;
import io.longshore.generated.experimental.api.EndpointApi;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name reaches the engine as that name in that place of the path, or is refused; it never leads elsewhere. */
class PathsStayInTheirPlaceTest {
  @ParameterizedTest
  @CsvSource({
      "db, db",
      "my_db.1-a, my_db.1-a",
      "..., ...",
      ".a, .a",
      "a..b, a..b",
      "%2e%2e, %252e%252e",
      "%2F, %252F",
      "a?b=c, a%3Fb=c",
      "a#b, a%23b",
      "a\\b, a%5Cb",
      "a;b, a%3Bb",
      "a&b, a%26b",
      "{id}, %7Bid%7D",
      "'a\"b<c>', a%22b%3Cc%3E",
      "sha256:0f, sha256:0f",
      "a@sha256:0f, a@sha256:0f",
      "a+b, a+b",
      "größe, gr%C3%B6%C3%9Fe",
      "船, %E8%88%B9",
      "🚢, %F0%9F%9A%A2"
  })
  void aNameIsOneSegment(String name, String segment) {
    assertEquals("/cranes/" + segment + "/json", CraneApi.craneInspect(name).request().path());
    assertEquals("/cranes/" + segment + "/load", CraneApi.craneLoad(name).request().path());
  }

  @ParameterizedTest
  @CsvSource({"team/app, team/app", "localhost:5000/a/b:1, localhost:5000/a/b:1", "a/%2e%2e/b, a/%252e%252e/b"})
  void aNameThatMayHoldSlashesKeepsThem(String name, String segments) {
    assertEquals("/cranes/" + segments + "/load", CraneApi.craneLoad(name).request().path());
  }

  static Stream<String> neverAName() {
    return Stream.of(
        "", " ", "\t", "\u2003", ".", "..", "a b", " a", "a ", "a\rb", "a\nb", "a\r\nHost: b", "a\0", "\0", "a\u007f",
        "half \ud83d", "half\ud83d", "\udea2half");
  }

  @ParameterizedTest
  @MethodSource("neverAName")
  void whatIsNeverAName(String name) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> CraneApi.craneInspect(name));
    assertTrue(e.getMessage().startsWith("CraneInspect: id "), e.getMessage());
    assertTrue(e.getMessage().chars().allMatch(c -> c >= 0x20), "the message itself holds control characters");
    assertThrows(IllegalArgumentException.class, () -> CraneApi.craneLoad(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/db", "db/", "a/b", "a/../b", "../etc", "a//b"})
  void slashesWhereNoneMayBe(String name) {
    assertThrows(IllegalArgumentException.class, () -> CraneApi.craneInspect(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "a/", "a//b", "a/../b", "..", "../a", "a/..", "a/.", "./a", "a/./b", "//"})
  void slashesThatWouldLeadElsewhere(String name) {
    assertThrows(IllegalArgumentException.class, () -> CraneApi.craneLoad(name));
  }

  @Test
  void aLongNameIsTheEnginesToRefuse() {
    String name = "a".repeat(10_000);
    assertEquals("/cranes/" + name + "/json", CraneApi.craneInspect(name).request().path());
  }

  @Test
  void aLongNameDoesNotFillTheMessage() {
    String name = "a".repeat(10_000) + "/";
    String message = assertThrows(IllegalArgumentException.class, () -> CraneApi.craneInspect(name)).getMessage();
    assertTrue(message.length() < 400, message);
  }

  @Test
  void nullIsNamed() {
    NullPointerException e = assertThrows(NullPointerException.class, () -> CraneApi.craneInspect(null));
    assertEquals("CraneInspect: id is null", e.getMessage());
  }

  @Test
  void severalParametersAndWhatTheRequestIsAbout() {
    ApiRequest<?> request = EndpointApi.endpointInspect("front", "db").request();
    assertEquals("/networks/front/endpoints/db", request.path());
    assertEquals("front/db", request.resource());
    assertEquals("/networks/%7Bendpoint%7D/endpoints/db",
        EndpointApi.endpointInspect("{endpoint}", "db").request().path());
  }

  @Test
  void aParameterThatIsMissingOrSetTwiceOrUnknown() {
    assertThrows(IllegalStateException.class, () -> builder().build());
    assertThrows(IllegalStateException.class, () -> builder().path("a", "1", false).build());
    assertThrows(
        IllegalStateException.class, () -> builder().path("a", "1", false).path("a", "2", false).build());
    assertThrows(
        IllegalStateException.class, () -> builder().path("a", "1", false).path("c", "2", false).build());
    assertEquals("/1/x/2", builder().path("b", "2", false).path("a", "1", false).build().path());
  }

  private static ApiRequest.Builder<Void> builder() {
    return new ApiRequest.Builder<>("Test", "GET", "/{a}/x/{b}", Answer.empty());
  }
}
