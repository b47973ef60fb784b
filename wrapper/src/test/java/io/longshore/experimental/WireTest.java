package io.longshore.experimental;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.error.ConflictException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.experimental.model.EndpointResource;
import io.longshore.generated.experimental.model.NetworkResource;
import io.longshore.generated.experimental.model.ServiceResource;
import io.longshore.internal.config.Candidate;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Dialect;
import io.longshore.internal.http.EngineLookup;
import io.longshore.internal.http.Place;
import io.longshore.internal.http.TimeLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The 17 operations, byte for byte, and answers that no well-behaved server gives. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WireTest {
  private static final String ID = "0123456789abcdef".repeat(4);

  private final MockWebServer server = new MockWebServer();
  private volatile MockResponse version = json(200,
      "{\"Version\":\"1.8.0-dev\",\"ApiVersion\":\"1.20\",\"Experimental\":true}");
  private volatile MockResponse versionOf120 = version;
  private volatile MockResponse answer = json(200, "null");
  private volatile RecordedRequest asked;
  private EngineLookup session;
  private Experimental lab;

  @BeforeEach
  void start() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String path = request.getUrl().encodedPath();
            if (path.equals("/_ping")) {
              return new MockResponse(200, okhttp3.Headers.of("Content-Type", "text/plain"), "OK");
            }
            if (path.endsWith("/version")) {
              return path.equals("/version") ? version : versionOf120;
            }
            asked = request;
            return answer;
          }
        });
    server.start();
    Candidate here = new Candidate("test", "tcp://127.0.0.1:" + server.getPort(), null);
    session = new EngineLookup(List.of(Place.of(here)), null);
    lab = new Experimental(new ApiExecutor(session, Dialect.EXPERIMENTAL, TimeLimits.DEFAULTS, null));
  }

  @AfterEach
  void stop() {
    session.close();
    server.close();
  }

  @Test
  void everyOperationIsOneRequest() {
    ExperimentalNetwork network = lab.networks().get("n1");
    Endpoint endpoint = network.endpoints().get("e1");
    Service service = lab.services().get("s1");
    String join = "{\"container_id\":\"c1\"}";

    listed("GET /v1.20/networks", lab -> lab.networks().list());
    created("POST /v1.20/networks", "{\"name\":\"front\"}", lab -> lab.networks().create("front").id());
    given(json(200, "{\"name\":\"front\",\"id\":\"n1\",\"type\":\"bridge\",\"endpoints\":[]}"));
    assertEquals("bridge", network.inspect().type());
    sent("GET /v1.20/networks/n1", null);
    done("DELETE /v1.20/networks/n1", network::remove);

    listed("GET /v1.20/networks/n1/endpoints", lab -> network.endpoints().list());
    created(
        "POST /v1.20/networks/n1/endpoints", "{\"name\":\"db\"}", lab -> network.endpoints().create("db").id());
    given(json(200, "{\"name\":\"db\",\"id\":\"e1\",\"network\":\"front\"}"));
    assertEquals("front", endpoint.inspect().network());
    sent("GET /v1.20/networks/n1/endpoints/e1", null);
    done("DELETE /v1.20/networks/n1/endpoints/e1", endpoint::remove);

    given(json(200, "\"/var/run/docker/netns/c1\""));
    assertEquals("/var/run/docker/netns/c1", endpoint.join("c1"));
    sent("POST /v1.20/networks/n1/endpoints/e1/containers", join);
    done("DELETE /v1.20/networks/n1/endpoints/e1/containers/c1", () -> endpoint.leave("c1"));

    listed("GET /v1.20/services", lab -> lab.services().list());
    created("POST /v1.20/services", "{\"name\":\"db\"}", lab -> lab.services().publish("db").id());
    given(json(200, "{\"name\":\"db\",\"id\":\"s1\",\"network\":\"front\"}"));
    assertEquals("db", service.inspect().name());
    sent("GET /v1.20/services/s1", null);
    done("DELETE /v1.20/services/s1", service::unpublish);

    listed("GET /v1.20/services/s1/backend", lab -> service.backends());
    given(json(200, "\"/var/run/docker/netns/c1\""));
    assertEquals("/var/run/docker/netns/c1", service.attach("c1"));
    sent("POST /v1.20/services/s1/backend", join);
    done("DELETE /v1.20/services/s1/backend/c1", () -> service.detach("c1"));
  }

  @Test
  void filtersGoAlone() {
    Endpoints endpoints = lab.networks().get("n1").endpoints();
    listed("GET /v1.20/networks?name=a-B_9", lab -> lab.networks().findByName("a-B_9"));
    listed("GET /v1.20/networks?partial-id=0a", lab -> lab.networks().findByPartialId("0a"));
    listed("GET /v1.20/networks/n1/endpoints?name=db", lab -> endpoints.findByName("db"));
    listed("GET /v1.20/networks/n1/endpoints?partial-id=0a", lab -> endpoints.findByPartialId("0a"));
    listed("GET /v1.20/services?name=db", lab -> lab.services().findByName("db"));
    listed("GET /v1.20/services?partial-id=0a", lab -> lab.services().findByPartialId("0a"));
    listed("GET /v1.20/services?network=front", lab -> lab.services().findByNetwork("front"));
  }

  @Test
  void aNameThatAnEngineWouldCutIsLookedForInTheWholeList() {
    Endpoints endpoints = lab.networks().get("n1").endpoints();
    for (String name : List.of("/gone", "a b", "web/1", "front+back", "a&name=b", "ä", "a.b", "a\u00a0b")) {
      listed("GET /v1.20/networks", lab -> lab.networks().findByName(name));
      listed("GET /v1.20/networks/n1/endpoints", lab -> endpoints.findByName(name));
      listed("GET /v1.20/services", lab -> lab.services().findByName(name));
      listed("GET /v1.20/services", lab -> lab.services().findByNetwork(name));
    }
  }

  @Test
  void whatAnEngineAnswersBesidesWhatWasLookedForIsLeftOut() {
    String both = "[{\"name\":\"web\",\"id\":\"0a\",\"network\":\"front\"},{\"name\":\"web/1\",\"id\":\"1a\",\"network\":\"front/1\"},{}]";
    Endpoints endpoints = lab.networks().get("n1").endpoints();
    given(json(200, both));
    for (String name : List.of("web", "web/1")) {
      assertEquals(List.of(name), lab.networks().findByName(name).stream().map(NetworkResource::name).toList());
      assertEquals(List.of(name), endpoints.findByName(name).stream().map(EndpointResource::name).toList());
      assertEquals(List.of(name), lab.services().findByName(name).stream().map(ServiceResource::name).toList());
    }
    assertEquals(List.of("1a"), lab.services().findByNetwork("front/1").stream().map(ServiceResource::id).toList());
    assertEquals(List.of("1a"), lab.networks().findByPartialId("1").stream().map(NetworkResource::id).toList());
    assertEquals(List.of("1a"), endpoints.findByPartialId("1").stream().map(EndpointResource::id).toList());
    assertEquals(List.of("1a"), lab.services().findByPartialId("1").stream().map(ServiceResource::id).toList());
    assertEquals(List.of(), lab.services().findByName("/gone"));
    assertEquals(List.of(), lab.services().findByName("WEB"));
  }

  @Test
  void badArgumentsSendNothing() {
    Endpoints endpoints = lab.networks().get("n1").endpoints();
    Service service = lab.services().get("s1");
    refused(() -> lab.networks().findByName(""));
    refused(() -> lab.networks().findByPartialId(""));
    refused(() -> lab.networks().create(" "));
    refused(() -> lab.networks().get("a/b"));
    refused(() -> endpoints.findByName(""));
    refused(() -> endpoints.findByPartialId("x?y"));
    refused(() -> endpoints.create("a\r\nb"));
    refused(() -> endpoints.get(".."));
    refused(() -> endpoints.get("e1").join(""));
    refused(() -> endpoints.get("e1").leave("a.b"));
    refused(() -> lab.services().findByName(""));
    refused(() -> lab.services().findByPartialId(" "));
    refused(() -> lab.services().findByNetwork(""));
    refused(() -> lab.services().publish(""));
    refused(() -> lab.services().get(""));
    refused(() -> service.attach("c 1"));
    refused(() -> service.detach(""));
    refused(() -> lab.networks().create("n", n -> n.option("when", java.time.Instant.EPOCH)));
    assertNull(asked, "a request was sent");
  }

  @Test
  void createsMayAnswer200AsThePageSays() {
    given(json(200, "\"" + ID + "\"\n"));
    assertEquals(ID, lab.networks().create("front").id());
  }

  @Test
  void errorsAreTextOrJson() {
    given(text(403, "network with name front already exists\n"));
    ConflictException plain = assertThrows(ConflictException.class, () -> lab.networks().create("front"));
    assertEquals(403, plain.status());
    assertEquals("network with name front already exists", plain.engineMessage());
    assertEquals("1.20", plain.apiVersion());
    assertTrue(plain.getMessage().contains("NetworkCreate"), plain.getMessage());

    given(json(404, "{\"message\":\"page not found\"}"));
    NotFoundException wrapped = assertThrows(NotFoundException.class,
        () -> lab.networks().get("n1").endpoints().get("e1").inspect());
    assertEquals("page not found", wrapped.engineMessage());
    assertEquals("n1/e1", wrapped.resource());

    given(text(501, "not implemented\n"));
    assertEquals(501, assertThrows(EngineException.class, () -> lab.services().list()).status());
  }

  @Test
  void anAnswerOfNothingIsAnError() {
    given(json(200, "null"));
    assertThrows(DockerException.class, () -> lab.networks().get("n1").inspect());
    assertThrows(DockerException.class, () -> lab.networks().create("front"));
  }

  @Test
  void anEngineThatRefuses120IsModern() {
    version = json(200, "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.51\",\"Experimental\":true}");
    versionOf120 = json(400, "{\"message\":\"client version 1.20 is too old\"}");
    isModern("1.51");
  }

  @Test
  void anEngineThatAnswers120WithAnotherVersionIsModern() {
    version = json(200, "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"Experimental\":true}");
    versionOf120 = version;
    isModern("1.41");
  }

  private void isModern(String apiVersion) {
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> lab.networks().create("front"));
    assertTrue(e.getMessage().contains(apiVersion) && e.getMessage().contains("1.20"), e.getMessage());
    assertThrows(UnsupportedException.class, () -> lab.services().list());
    assertThrows(UnsupportedException.class, () -> lab.networks().get("n1").endpoints().list());
    assertNull(asked, "a request was sent");
  }

  @Test
  void handlesSayWhatTheyHold() {
    ExperimentalNetwork network = lab.networks().get("n1");
    Endpoint endpoint = network.endpoints().get("e1");
    assertEquals("ExperimentalNetwork[n1]", network.toString());
    assertEquals("Endpoint[e1, network=n1]", endpoint.toString());
    assertEquals("Service[s1]", lab.services().get("s1").toString());
    assertEquals(network, endpoint.network());
    assertEquals(lab.networks().get("n1"), network);
    assertEquals(lab.networks().get("n1").endpoints().get("e1"), endpoint);
    assertNotEquals(lab.networks().get("n2").endpoints().get("e1"), endpoint);
    assertEquals(lab.services().get("s1").hashCode(), lab.services().get("s1").hashCode());
    assertNull(asked, "a request was sent");
  }

  private void listed(String request, Function<Experimental, List<?>> action) {
    given(json(200, "null"));
    assertEquals(List.of(), action.apply(lab));
    sent(request, null);
  }

  private void created(String request, String body, Function<Experimental, String> action) {
    given(json(201, "\"" + ID + "\""));
    assertEquals(ID, action.apply(lab));
    sent(request, body);
  }

  private void done(String request, Runnable action) {
    given(new MockResponse(200, okhttp3.Headers.of(), ""));
    action.run();
    sent(request, null);
  }

  private void sent(String request, String body) {
    String target = asked.getTarget();
    assertEquals(request, asked.getMethod() + " " + target);
    String sent = asked.getBody() == null ? null : asked.getBody().utf8();
    assertEquals(body, sent == null || sent.isEmpty() ? null : sent);
    if (body != null) {
      assertTrue(asked.getHeaders().get("Content-Type").startsWith("application/json"), asked.toString());
      assertEquals(
          body.getBytes(StandardCharsets.UTF_8).length, Integer.parseInt(asked.getHeaders().get("Content-Length")));
    }
  }

  private void refused(Runnable action) {
    assertThrows(IllegalArgumentException.class, action::run);
  }

  private void given(MockResponse next) {
    answer = next;
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse(status, okhttp3.Headers.of("Content-Type", "application/json"), body);
  }

  private static MockResponse text(int status, String body) {
    return new MockResponse(status, okhttp3.Headers.of("Content-Type", "text/plain; charset=utf-8"), body);
  }
}
