package io.longshore.experimental;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.UnknownField;
import io.longshore.embedded.EmbeddedEngine;
import io.longshore.error.BadRequestException;
import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.error.ServerErrorException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.experimental.api.EndpointApi;
import io.longshore.generated.experimental.api.NetworkApi;
import io.longshore.generated.experimental.api.ServiceApi;
import io.longshore.generated.experimental.model.BackendResource;
import io.longshore.generated.experimental.model.EndpointCreateRequest;
import io.longshore.generated.experimental.model.EndpointResource;
import io.longshore.generated.experimental.model.JoinRequest;
import io.longshore.generated.experimental.model.NetworkCreateRequest;
import io.longshore.generated.experimental.model.NetworkResource;
import io.longshore.generated.experimental.model.ServicePublishRequest;
import io.longshore.generated.experimental.model.ServiceResource;
import io.longshore.generated.runtime.Answer;
import io.longshore.generated.runtime.ApiRequest;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.internal.config.Candidate;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Dialect;
import io.longshore.internal.http.EngineLookup;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Place;
import io.longshore.internal.http.TimeLimits;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The experimental networking API against an engine that is Docker 1.8 only, and one that is modern as well. */
@ParameterizedClass
@EnumSource(ExperimentalNetworkingTest.Kind.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExperimentalNetworkingTest {
  private static final String NOWHERE = "f".repeat(64);
  private static final String FIRST = "1".repeat(64);
  private static final String SECOND = "2".repeat(64);

  enum Kind {
    DOCKER_1_8,
    BOTH
  }

  @Parameter
  Kind kind;

  private final ConcurrentLinkedQueue<UnknownField> unknown = new ConcurrentLinkedQueue<>();
  private EmbeddedEngine engine;
  private DockerClient docker;
  private Experimental lab;

  @BeforeEach
  void start() {
    EmbeddedEngine.Builder builder = EmbeddedEngine.builder();
    if (kind == Kind.DOCKER_1_8) {
      builder.experimentalOnly();
    }
    engine = builder.start();
    docker = DockerClient.builder().host(engine.host()).onUnknownField(unknown::add).build();
    lab = docker.experimental();
  }

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
    assertEquals(List.of(), List.copyOf(unknown), "fields that the spec does not know");
  }

  @Test
  void aWholeLife() {
    ExperimentalNetwork front = lab.networks().create("front", n -> n.driver("bridge"));
    assertTrue(front.id().matches("[0-9a-f]{64}"), front.id());
    NetworkResource network = front.inspect();
    assertEquals("front", network.name());
    assertEquals(front.id(), network.id());
    assertEquals("bridge", network.type());
    assertEquals(List.of(), network.endpoints());

    Endpoint db = front.endpoints().create("db", e -> e.expose(Protocol.TCP, 5432).publish(Protocol.TCP, 0, 5432));
    EndpointResource endpoint = db.inspect();
    assertEquals("db", endpoint.name());
    assertEquals(db.id(), endpoint.id());
    assertEquals("front", endpoint.network());
    assertEquals(List.of(endpoint), front.inspect().endpoints());

    String sandbox = db.join(FIRST, j -> j.hostname("db").dns("8.8.8.8").extraHost("web", "10.0.0.2"));
    assertTrue(sandbox.startsWith("/var/run/docker/netns/"), sandbox);
    db.leave(FIRST);

    Service web = lab.services().publish("web", s -> s.network("front").expose(Protocol.TCP, 80));
    assertEquals("web", web.inspect().name());
    assertEquals("front", web.inspect().network());
    assertEquals(List.of(), web.backends());
    assertTrue(web.attach(SECOND, j -> j.domainname("lan")).startsWith("/var/run/docker/netns/"));
    assertEquals(List.of(SECOND), web.backends().stream().map(BackendResource::id).toList());
    web.detach(SECOND);
    assertEquals(List.of(), web.backends());

    web.unpublish();
    db.remove();
    front.remove();
    assertEquals(List.of(), lab.networks().findByName("front"));
  }

  @Test
  void nothingIsAnEmptyList() {
    assertEquals(List.of(), lab.networks().findByName("nope"));
    assertEquals(List.of(), lab.networks().findByPartialId("zz"));
    assertEquals(List.of(), lab.services().list());
    assertEquals(List.of(), lab.services().findByName("none"));
    assertEquals(List.of(), lab.services().findByPartialId("ff"));
    assertEquals(List.of(), lab.services().findByNetwork("none"));
    ExperimentalNetwork front = lab.networks().create("front");
    assertEquals(List.of(), front.endpoints().list());
    assertEquals(List.of(), front.endpoints().findByName("none"));
    assertEquals(List.of(), front.endpoints().findByPartialId("zz"));
    assertEquals(List.of(), lab.services().publish("web", s -> s.network("front")).backends());
  }

  @Test
  void withoutADriverItIsTheBridge() {
    assertEquals("bridge", lab.networks().create("front").inspect().type());
  }

  @Test
  void withoutANetworkAServiceIsInTheDefaultOne() {
    Service web = lab.services().publish("web");
    String network = web.inspect().network();
    assertEquals(1, lab.networks().findByName(network).size());
    assertTrue(web.attach(FIRST, j -> j.useDefaultSandbox(true)).startsWith("/var/run/docker/netns/"));
  }

  @Test
  void aServiceIsAnEndpointAndTheReverse() {
    ExperimentalNetwork front = lab.networks().create("front");
    Service web = lab.services().publish("web", s -> s.network("front"));
    Endpoint db = front.endpoints().create("db");
    assertEquals(
        Set.of(web.id(), db.id()),
        front.endpoints().list().stream().map(EndpointResource::id).collect(Collectors.toSet()));
    assertEquals(
        Set.of(web.id(), db.id()),
        lab.services().list().stream().map(ServiceResource::id).collect(Collectors.toSet()));
    assertEquals("web", front.endpoints().get(web.id()).inspect().name());
    Service published = lab.services().get(db.id());
    db.join(FIRST);
    assertEquals(List.of(FIRST), published.backends().stream().map(BackendResource::id).toList());
    published.detach(FIRST);
    published.unpublish();
    assertEquals(List.of(), front.endpoints().findByName("db"));
  }

  @Test
  void eachFilterFindsWhatItSays() {
    ExperimentalNetwork front = lab.networks().create("front");
    ExperimentalNetwork back = lab.networks().create("back of house");
    Endpoint db = front.endpoints().create("db");
    Endpoint other = back.endpoints().create("db");
    assertEquals(List.of(front.id()), ids(lab.networks().findByName("front")));
    assertEquals(List.of(back.id()), ids(lab.networks().findByName("back of house")));
    assertEquals(List.of(front.id()), ids(lab.networks().findByPartialId(front.id())));
    assertTrue(ids(lab.networks().findByPartialId(front.id().substring(0, 1))).contains(front.id()));
    assertEquals(
        List.of("back of house", "bridge", "front", "host", "none"),
        lab.networks().list().stream().map(NetworkResource::name).sorted().toList());

    assertEquals(List.of(db.inspect()), front.endpoints().findByName("db"));
    assertEquals(List.of(db.inspect()), front.endpoints().findByPartialId(db.id().substring(0, 12)));
    assertEquals(List.of(), front.endpoints().findByPartialId(other.id()));

    assertEquals(2, lab.services().findByName("db").size());
    assertEquals(List.of(lab.services().get(db.id()).inspect()), lab.services().findByPartialId(db.id()));
    assertEquals(
        List.of(lab.services().get(other.id()).inspect()), lab.services().findByNetwork("back of house"));
    assertEquals(List.of(), lab.services().findByNetwork(back.id()));
  }

  @Test
  void unpublishingWhatWasFoundByNameLeavesTheOthers() {
    for (String name : List.of("precious", "/lonely_pasteur", "web", "a b", "/")) {
      lab.services().publish(name);
    }
    for (String name : List.of("/gone", "/lonely", "web/1", "web ", "a", "a  b", "//", ".", "pre.cious")) {
      assertEquals(List.of(), lab.services().findByName(name), name);
    }
    lab.services().findByName("/lonely_pasteur").forEach(found -> lab.services().get(found.id()).unpublish());
    assertEquals(
        Set.of("precious", "web", "a b", "/"),
        lab.services().list().stream().map(ServiceResource::name).collect(Collectors.toSet()));
    assertEquals(4, lab.services().findByNetwork("bridge").size());
    assertEquals(List.of(), lab.services().findByNetwork("/bridge"));
    assertEquals(List.of(), lab.services().findByNetwork("bridge/1"));
    Endpoints endpoints = lab.networks().get(lab.networks().findByName("bridge").get(0).id()).endpoints();
    assertEquals(List.of("a b"), endpoints.findByName("a b").stream().map(EndpointResource::name).toList());
    assertEquals(List.of(), endpoints.findByName("/gone"));
    assertEquals(List.of(), lab.networks().findByName("/bridge"));
  }

  @Test
  void namesThatAreTakenAreConflicts() {
    ExperimentalNetwork front = lab.networks().create("front");
    fails(
        ConflictException.class, 403, "network with name front already exists", () -> lab.networks().create("front"));
    front.endpoints().create("db");
    fails(
        ConflictException.class,
        403,
        "service endpoint with name db already exists",
        () -> front.endpoints().create("db"));
    fails(
        ConflictException.class,
        403,
        "service service with name db already exists",
        () -> lab.services().publish("db", s -> s.network("front")));
  }

  @Test
  void whatIsInUseIsAConflict() {
    ExperimentalNetwork front = lab.networks().create("front");
    Endpoint db = front.endpoints().create("db");
    fails(
        ConflictException.class,
        403,
        "network with name front id " + front.id() + " has active endpoints",
        front::remove);
    db.join(FIRST);
    fails(
        ConflictException.class, 403, "endpoint with name db id " + db.id() + " has active containers", db::remove);
    fails(
        ConflictException.class,
        403,
        "service with name db id " + db.id() + " has active containers",
        lab.services().get(db.id())::unpublish);
    for (String type : List.of("null", "host")) {
      fails(
          ConflictException.class,
          403,
          "only one instance of \"" + type + "\" network is allowed",
          () -> lab.networks().create("second", n -> n.driver(type)));
      String name = type.equals("null") ? "none" : type;
      ExperimentalNetwork fixed = lab.networks().get(lab.networks().findByName(name).get(0).id());
      fails(ConflictException.class, 403, "network of type \"" + type + "\" cannot be deleted", fixed::remove);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    ExperimentalNetwork front = lab.networks().create("front");
    ExperimentalNetwork no = lab.networks().get(NOWHERE);
    String network = "Resource not found: Network";
    notFound(network, no::inspect);
    notFound(network, no::remove);
    notFound(network, () -> no.endpoints().list());
    notFound(network, () -> no.endpoints().create("db"));
    notFound(network, no.endpoints().get(NOWHERE)::inspect);
    notFound(network, () -> lab.networks().get("front").inspect());

    Endpoint noEndpoint = front.endpoints().get(NOWHERE);
    String endpoint = "Resource not found: Endpoint";
    notFound(endpoint, noEndpoint::inspect);
    notFound(endpoint, noEndpoint::remove);
    notFound(endpoint, () -> noEndpoint.join(FIRST));
    notFound(endpoint, () -> noEndpoint.leave(FIRST));

    Service noService = lab.services().get(NOWHERE);
    String service = "Service not found";
    notFound(service, noService::inspect);
    notFound(service, noService::unpublish);
    notFound(service, noService::backends);
    notFound(service, () -> noService.attach(FIRST));
    notFound(service, () -> noService.detach(FIRST));

    notFound("Plugin not found", () -> lab.networks().create("n", n -> n.driver("no-such-driver")));
    notFound(network, () -> lab.services().publish("web", s -> s.network("no-such-network")));
    notFound(network, () -> lab.services().publish("web", s -> s.network(front.id())));
  }

  @Test
  void anEndpointTakesOneContainer() {
    ExperimentalNetwork front = lab.networks().create("front");
    Endpoint db = front.endpoints().create("db");
    Service service = lab.services().get(db.id());
    String none = "no container is attached to the endpoint";
    fails(ServerErrorException.class, 500, none, () -> db.leave(FIRST));
    fails(ServerErrorException.class, 500, none, () -> service.detach(FIRST));
    db.join(FIRST);
    String taken = "a container has already joined the endpoint";
    fails(BadRequestException.class, 400, taken, () -> db.join(SECOND));
    fails(BadRequestException.class, 400, taken, () -> service.attach(SECOND));
    String wrong = "invalid container id " + SECOND;
    fails(BadRequestException.class, 400, wrong, () -> db.leave(SECOND));
    fails(BadRequestException.class, 400, wrong, () -> service.detach(SECOND));
    db.leave(FIRST);
  }

  /** What the handles refuse to send, sent all the same. */
  @Test
  void badRequestsAreRefusedByTheEngine() {
    try (EngineLookup session = new EngineLookup(List.of(Place.of(new Candidate("test", engine.host(), null))), null)) {
      ApiExecutor raw = new ApiExecutor(session, Dialect.EXPERIMENTAL, TimeLimits.DEFAULTS, null);
      String front = lab.networks().create("front").id();
      String db = lab.networks().get(front).endpoints().create("db").id();
      NetworkCreateRequest network = NetworkCreateRequest.builder().name("").build();
      EndpointCreateRequest endpoint = EndpointCreateRequest.builder().name("").build();
      ServicePublishRequest service = ServicePublishRequest.builder().name("").networkName("front").build();
      JoinRequest nobody = JoinRequest.builder().containerId("").build();
      bad("invalid name:", () -> raw.call(NetworkApi.networkCreate().body(network).request()));
      bad("invalid name:", () -> raw.call(EndpointApi.endpointCreate(front).body(endpoint).request()));
      bad("invalid name:", () -> raw.call(ServiceApi.servicePublish().body(service).request()));
      bad("invalid container id", () -> raw.call(EndpointApi.endpointJoin(front, db).body(nobody).request()));
      bad("Invalid body: ", () -> raw.call(NetworkApi.networkCreate().request()));
      ApiRequest<String> wrongType = new ApiRequest.Builder<>("NetworkCreate", "POST", "/networks", Answer.text())
          .success(201)
          .json(JsonAdapter.list(JsonAdapter.STRING), List.of("front"))
          .build();
      bad("Invalid body: ", () -> raw.call(wrongType));
      assertNull(raw.callNullable(NetworkApi.networkList().options(o -> o.name("")).request(), Limits.ORDINARY));
    }
  }

  @Test
  void manyThreadsShareOneHandle() {
    ExperimentalNetwork front = lab.networks().create("front");
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i -> {
              Endpoint endpoint = front.endpoints().create("e" + i);
              String container = Integer.toHexString(i).repeat(8);
              endpoint.join(container);
              endpoint.leave(container);
              endpoint.remove();
            });
    assertEquals(List.of(), front.endpoints().list());
  }

  @Test
  void modernCallsNeedAModernEngine() {
    if (kind == Kind.BOTH) {
      assertEquals(List.of(), docker.containers().list());
      assertEquals(3, lab.networks().list().size());
    } else {
      UnsupportedException e = assertThrows(UnsupportedException.class, () -> docker.containers().list());
      assertTrue(e.getMessage().contains("1.20"), e.getMessage());
      assertTrue(e.getMessage().contains("docker.experimental()"), e.getMessage());
      assertThrows(UnsupportedException.class, () -> docker.system().info());
      assertThrows(UnsupportedException.class, docker::apiVersion);
    }
  }

  private static List<String> ids(List<NetworkResource> networks) {
    return networks.stream().map(NetworkResource::id).toList();
  }

  private static void notFound(String words, Executable action) {
    fails(NotFoundException.class, 404, words, action);
  }

  private static void bad(String start, Executable action) {
    EngineException e = assertInstanceOf(BadRequestException.class, assertThrows(EngineException.class, action));
    assertEquals(400, e.status());
    assertTrue(e.engineMessage().startsWith(start), e.engineMessage());
  }

  private static void fails(Class<? extends EngineException> type, int status, String words, Executable action) {
    EngineException e = assertThrows(EngineException.class, action);
    assertEquals(type, e.getClass(), e.getMessage());
    assertEquals(status, e.status());
    assertEquals(words, e.engineMessage());
    assertEquals("1.20", e.apiVersion());
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
