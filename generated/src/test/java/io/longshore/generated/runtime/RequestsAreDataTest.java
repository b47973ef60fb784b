package io.longshore.generated.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import golden.api.CraneApi;
import golden.model.Crane;
import golden.model.CraneEvent;
import golden.model.CraneInspectOptions;
import golden.model.Hook;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.api.SystemApi;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated code builds requests and talks to nobody. */
class RequestsAreDataTest {
  @Test
  void nameMethodAndPath() {
    ApiRequest<?> request = CraneApi.craneInspect("a").request();
    assertEquals("CraneInspect", request.operation());
    assertEquals("GET", request.method());
    assertEquals("GET /cranes/a/json", request.toString());
    assertEquals("a", request.resource());
    assertEquals("", CraneApi.craneList().request().resource());
    assertNull(request.body());
  }

  private static List<String> shown(ApiRequest<?> request) {
    return request.query().stream().map(p -> p.name() + "=" + p.value()).collect(Collectors.toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: b", "a\nb", "a\rb", "a\0b", "a\tb", "é", "a\u007f"})
  void headersTakePrintableAsciiOnly(String value) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
        () -> CraneApi.craneCreate().xAuth(value));
    assertEquals("CraneCreate: the header X-Auth allows printable ASCII characters only", e.getMessage());
  }

  @Test
  void aHeaderSetAgainIsReplacedAndNullLeavesItOut() {
    var headers = CraneApi.craneCreate().xAuth("a").xAuth("b").request().headers();
    assertEquals(List.of(new ApiRequest.Parameter("X-Auth", "b", true)), headers);
    assertEquals(List.of(), CraneApi.craneCreate().xAuth("a").xAuth(null).request().headers());
  }

  @Test
  void everyStatusThatTheSpecDeclaresBelow400IsASuccess() {
    assertEquals(List.of(101, 200), successes(CraneApi.craneAttach("a").request()));
    assertEquals(List.of(200), successes(CraneApi.craneInspect("a").request()));
    assertEquals(List.of(200, 201), successes(CraneApi.craneCreate().request()));
    assertEquals(List.of(204, 304), successes(CraneApi.craneStart("a").request()));
    assertEquals(List.of(204, 304), successes(ContainerApi.containerStart("a").request()));
  }

  private static List<Integer> successes(ApiRequest<?> request) {
    return IntStream.range(0, 1000).filter(request::isSuccess).boxed().collect(Collectors.toList());
  }

  @Test
  void aModelBecomesAJsonBody() {
    Crane crane = Crane.builder().id("a").hook(Hook.builder().build()).build();
    RequestBody body = CraneApi.craneCreate().body(crane).request().body();
    RequestBody.OfJson<?> json = assertInstanceOf(RequestBody.OfJson.class, body);
    assertEquals("application/json", json.contentType());
    assertEquals("{\"ID\":\"a\",\"Hook\":{}}", new String(json.encode().bytes(), StandardCharsets.UTF_8));
    assertEquals(List.of(Feature.of("Crane.Hook", "1.44", null)), json.encode().features());
    assertNull(CraneApi.craneCreate().body(crane).body(null).request().body());
  }

  @Test
  void aStreamIsPassedOnUntouched() {
    InputStream tar = new ByteArrayInputStream(new byte[] {1});
    RequestBody.OfBytes body = assertInstanceOf(RequestBody.OfBytes.class,
        CraneApi.craneLoad("a").body(tar).request().body());
    assertEquals("application/x-tar", body.contentType());
    assertSame(tar, body.bytes());
  }

  @Test
  void everyFormOfAnswer() {
    assertAnswer(Answer.Form.JSON, null, CraneApi.craneInspect("a").request());
    assertAnswer(Answer.Form.JSON, null, CraneApi.craneList().request());
    assertAnswer(Answer.Form.TEXT, null, CraneApi.craneCreate().request());
    assertAnswer(Answer.Form.EMPTY, null, CraneApi.craneStart("a").request());
    assertAnswer(Answer.Form.STREAM, StreamKind.MULTIPLEXED, CraneApi.craneLogs("a").request());
    assertAnswer(Answer.Form.STREAM, StreamKind.HIJACK, CraneApi.craneAttach("a").request());
    assertAnswer(Answer.Form.STREAM, StreamKind.JSON, CraneApi.craneEvents().request());
    assertSame(Crane.ADAPTER, CraneApi.craneInspect("a").request().answer().adapter());
    assertSame(CraneEvent.ADAPTER, CraneApi.craneEvents().request().answer().adapter());
    assertThrows(IllegalStateException.class, () -> CraneApi.craneLogs("a").request().answer().adapter());
  }

  private static void assertAnswer(Answer.Form form, StreamKind kind, ApiRequest<?> request) {
    assertEquals(form, request.answer().form());
    assertEquals(kind, request.answer().stream());
  }

  @Test
  void aRequestDoesNotChangeWhenItsBuilderGoesOn() {
    CraneInspectOptions options = new CraneInspectOptions().size();
    var builder = CraneApi.craneInspect("a").options(options);
    options.sharedSize();
    ApiRequest<?> request = builder.request();
    builder.options(options);
    assertEquals(List.of("size=true"), shown(request));
    assertEquals(List.of(), request.features());
    assertThrows(UnsupportedOperationException.class, () -> request.query().clear());
    assertThrows(UnsupportedOperationException.class, () -> request.headers().clear());
    assertThrows(UnsupportedOperationException.class, () -> request.features().clear());
  }

  @Test
  void encodingTwiceGivesTheSameBytes() {
    var body = new RequestBody.OfJson<>(Crane.ADAPTER, Crane.builder().id("a").build());
    assertArrayEquals(body.encode().bytes(), body.encode().bytes());
  }

  @Test
  void safeIsWhatReadsOrWhatTheSpecSaysSoOf() {
    assertTrue(ContainerApi.containerInspect("web").request().isSafe());
    assertTrue(SystemApi.systemPingHead().request().isSafe());
    assertTrue(ContainerApi.containerWait("web").request().isSafe());
    assertFalse(ContainerApi.containerStart("web").request().isSafe());
    assertFalse(ContainerApi.containerDelete("web").request().isSafe());
  }
}
