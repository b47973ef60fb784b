package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The experimental table, row by row, under /v1.20 beside the modern API. */
class ExperimentalNetworkingTest extends EngineTest {
  private static final String N = "/v1.20/networks";
  private static final String S = "/v1.20/services";
  private static final Pattern NAME = Pattern.compile("\"name\":\"(.*?)\"");
  private static final String CONTAINER = "c0ffee".repeat(10) + "beef";

  private void fails(int status, String words, String method, String target, String body) throws IOException {
    RawClient.Answer answer = call(method, target, body);
    assertEquals(status, answer.status(), answer.body());
    assertEquals("text/plain; charset=utf-8", answer.header("Content-Type"));
    assertEquals(words + "\n", answer.body());
  }

  private String created(String target, String body) throws IOException {
    RawClient.Answer answer = call("POST", target, body);
    assertEquals(201, answer.status(), answer.body());
    assertEquals("application/json", answer.header("Content-Type"));
    assertTrue(answer.body().matches("\"[0-9a-f]{64}\"\n"), answer.body());
    return answer.body().substring(1, 65);
  }

  private void json(String body, String target) throws IOException {
    RawClient.Answer answer = call("GET", target);
    assertEquals(200, answer.status(), answer.body());
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals(body + "\n", answer.body());
  }

  private void emptied(String target) throws IOException {
    RawClient.Answer answer = call("DELETE", target);
    assertEquals(200, answer.status(), answer.body());
    assertEquals("", answer.body());
    assertEquals("", answer.header("Content-Type"));
  }

  @Test
  void networks() throws IOException {
    String id = created(N, "{\"name\":\"front\",\"network_type\":\"bridge\",\"options\":null}");
    String network = "{\"name\":\"front\",\"id\":\"" + id + "\",\"type\":\"bridge\",\"endpoints\":[]}";
    json(network, N + "/" + id);
    json("[" + network + "]", N + "?name=front");
    json("[" + network + "]", N + "?partial-id=" + id.substring(0, 12));
    assertEquals(4, named(N + "?unknown=x").size());
    json("null", N + "?name=nope");
    json("null", N + "?name=");
    json("null", N + "?name=nope&partial-id=" + id);
    fails(403, "network with name front already exists", "POST", N, "{\"name\":\"front\"}");
    fails(404, "Plugin not found", "POST", N, "{\"name\":\"other\",\"network_type\":\"nope\"}");
    fails(400, "invalid name: ", "POST", N, "{\"name\":\"\"}");
    fails(400, "invalid name: ", "POST", N, "{}");
    fails(404, "Resource not found: Network", "GET", N + "/" + "0".repeat(64), "");
    assertEquals(404, call("GET", N + "/a.b").status());
    emptied(N + "/" + id);
    fails(404, "Resource not found: Network", "DELETE", N + "/" + id, "");
  }

  private List<String> named(String target) throws IOException {
    String body = call("GET", target).body();
    return NAME.matcher(body).results().map(found -> found.group(1)).sorted().toList();
  }

  @Test
  void aDaemonHasThreeNetworksFromItsStartAndOneOfTheTypesNullAndHost() throws IOException {
    assertEquals(List.of("bridge", "host", "none"), named(N));
    for (String type : List.of("null", "host")) {
      String refusal = "only one instance of \"" + type + "\" network is allowed";
      fails(403, refusal, "POST", N, "{\"name\":\"second\",\"network_type\":\"" + type + "\"}");
      String name = type.equals("null") ? "none" : type;
      String id = call("GET", N + "?name=" + name).body().replaceAll("(?s).*\"id\":\"(\\w+)\".*", "$1");
      fails(403, "network of type \"" + type + "\" cannot be deleted", "DELETE", N + "/" + id, "");
      created(N + "/" + id + "/endpoints", "{\"name\":\"e\"}");
      String busy = "network with name " + name + " id " + id + " has active endpoints";
      fails(403, busy, "DELETE", N + "/" + id, "");
    }
    String bridge = call("GET", N + "?name=bridge").body().replaceAll("(?s).*\"id\":\"(\\w+)\".*", "$1");
    emptied(N + "/" + bridge);
    fails(404, "Resource not found: Network", "POST", S, "{\"name\":\"db\"}");
  }

  @Test
  void aFilterIsCutAtItsFirstUnusualCharacterAndOneThatBeginsWithItIsNone() throws IOException {
    String network = created(N, "{\"name\":\"web\"}");
    for (String name : List.of("precious", "/lonely_pasteur", "web", "a b")) {
      created(S, "{\"name\":\"" + name + "\",\"network_name\":\"web\"}");
    }
    List<String> all = List.of("/lonely_pasteur", "a b", "precious", "web");
    String endpoints = N + "/" + network + "/endpoints";
    for (String list : List.of(S, endpoints)) {
      assertEquals(all, named(list + "?name=/gone"), list);
      assertEquals(all, named(list + "?name=%20"), list);
      assertEquals(all, named(list + "?partial-id=."), list);
      assertEquals(List.of("web"), named(list + "?name=web/1"), list);
      assertEquals(List.of(), named(list + "?name=a%20b"), list);
      assertEquals(List.of("web"), named(list + "?name=web%0A"), list);
      assertEquals(List.of(), named(list + "?name=/gone&partial-id=z"), list);
    }
    assertEquals(all, named(S + "?network=web.1"));
    assertEquals(all, named(S + "?network=%2Fweb"));
    assertTrue(named(N + "?name=%C3%A4").containsAll(List.of("bridge", "host", "none", "web")));
    assertEquals(List.of("none"), named(N + "?name=none%20or%20other"));
  }

  @Test
  void bodiesThatCannotBeReadAreRefused() throws IOException {
    String path = N + "/" + created(N, "{\"name\":\"front\"}") + "/endpoints";
    for (String place : List.of(N, path, S, path + "/e/containers")) {
      for (String body : List.of("", "{", "bad", "{\"name\":\"x\"} {", "[1]", "\"front\"")) {
        RawClient.Answer answer = call("POST", place, body);
        assertEquals(400, answer.status(), place + " " + body);
        assertTrue(answer.body().startsWith("Invalid body: "), answer.body());
      }
    }
    String start = "Invalid body: json: cannot unmarshal ";
    fails(400, start + "number into Go struct field .name of type string", "POST", N, "{\"name\":5}");
    fails(400, "invalid name: ", "POST", N, "null");
  }

  @Test
  void aGenericOptionOfTheWrongTypeIsAHangUp() {
    String body = "{\"name\":\"front\",\"options\":{\"com.docker.network.generic\":\"x\"}}";
    assertThrows(EOFException.class, () -> call("POST", N, body));
  }

  @Test
  void endpoints() throws IOException {
    String network = created(N, "{\"name\":\"front\"}");
    String path = N + "/" + network + "/endpoints";
    json("null", path);
    String id = created(
        path,
        "{\"name\":\"db\",\"exposed_ports\":[{\"proto\":6,\"port\":5432}],\"port_mapping\":[{\"Proto\":6,\"host_port\":1}]}");
    String endpoint = "{\"name\":\"db\",\"id\":\"" + id + "\",\"network\":\"front\"}";
    json(endpoint, path + "/" + id);
    json("[" + endpoint + "]", path);
    json("[" + endpoint + "]", path + "?name=db");
    json("[" + endpoint + "]", path + "?partial-id=" + id.substring(0, 4));
    json("null", path + "?name=nope");
    json("[" + endpoint + "]", S);
    assertTrue(call("GET", N + "/" + network).body().contains("\"endpoints\":[" + endpoint + "]"));
    fails(403, "service endpoint with name db already exists", "POST", path, "{\"name\":\"db\"}");
    fails(400, "invalid name: ", "POST", path, "{}");
    fails(404, "Resource not found: Endpoint", "GET", path + "/nope", "");
    fails(404, "Resource not found: Network", "GET", N + "/nope/endpoints", "");
    fails(403, "network with name front id " + network + " has active endpoints", "DELETE", N + "/" + network, "");
    String containers = path + "/" + id + "/containers";
    fails(500, "no container is attached to the endpoint", "DELETE", containers + "/" + CONTAINER, "");
    fails(400, "invalid container id ", "POST", containers, "{}");
    RawClient.Answer joined = call("POST", containers,
        "{\"container_id\":\"" + CONTAINER + "\",\"host_name\":\"db\",\"dns\":null}");
    assertEquals(200, joined.status());
    assertEquals("\"/var/run/docker/netns/" + CONTAINER.substring(0, 12) + "\"\n", joined.body());
    fails(400, "a container has already joined the endpoint", "POST", containers, "{\"container_id\":\"x\"}");
    fails(400, "invalid container id other", "DELETE", containers + "/other", "");
    fails(403, "endpoint with name db id " + id + " has active containers", "DELETE", path + "/" + id, "");
    emptied(containers + "/" + CONTAINER);
    emptied(path + "/" + id);
    fails(404, "Resource not found: Endpoint", "DELETE", path + "/" + id, "");
  }

  @Test
  void services() throws IOException {
    json("null", S);
    fails(404, "Resource not found: Network", "POST", S, "{\"name\":\"db\",\"network_name\":\"front\"}");
    String network = created(N, "{\"name\":\"front\"}");
    fails(404, "Resource not found: Network", "POST", S, "{\"name\":\"db\",\"network_name\":\"" + network + "\"}");
    String id = created(S, "{\"name\":\"db\",\"network_name\":\"front\"}");
    String service = "{\"name\":\"db\",\"id\":\"" + id + "\",\"network\":\"front\"}";
    json(service, S + "/" + id);
    json("[" + service + "]", S + "?network=front");
    json("[" + service + "]", S + "?name=db");
    json("[" + service + "]", S + "?partial-id=" + id.substring(0, 4));
    json("null", S + "?network=nope");
    json("[" + service + "]", N + "/" + network + "/endpoints");
    fails(403, "service service with name db already exists", "POST", S,
        "{\"name\":\"db\",\"network_name\":\"front\"}");
    fails(404, "Service not found", "GET", S + "/nope", "");
    fails(404, "Service not found", "GET", S + "/nope/backend", "");
    String backend = S + "/" + id + "/backend";
    json("null", backend);
    fails(500, "no container is attached to the endpoint", "DELETE", backend + "/" + CONTAINER, "");
    assertEquals(200, call("POST", backend, "{\"container_id\":\"" + CONTAINER + "\"}").status());
    json("[{\"id\":\"" + CONTAINER + "\"}]", backend);
    fails(400, "a container has already joined the endpoint", "POST", backend, "{\"container_id\":\"x\"}");
    fails(403, "service with name db id " + id + " has active containers", "DELETE", S + "/" + id, "");
    fails(400, "invalid container id other", "DELETE", backend + "/other", "");
    emptied(backend + "/" + CONTAINER);
    emptied(S + "/" + id);
    created(S, "{\"name\":\"web\"}");
    assertTrue(call("GET", S).body().contains("\"network\":\"bridge\""), "the default network");
  }

  @Test
  void versionTellsItApart() throws IOException {
    RawClient.Answer version = call("GET", "/v1.20/version");
    assertEquals("1.20", version.field("ApiVersion"));
    assertEquals("1.8.0-dev", version.field("Version"));
    assertEquals("true", version.field("Experimental"));
    assertTrue(call("GET", "/networks").body().contains("\"Scope\":\"local\""), "those of the modern API");
    engine.close();
    engine = EmbeddedEngine.builder().experimentalOnly().start();
    assertEquals(List.of("bridge", "host", "none"), named("/networks"));
    json("null", "/v1.20/services");
    assertEquals("1.20", call("GET", "/version").field("ApiVersion"));
    assertEquals("OK", call("GET", "/_ping").body());
    fails(
        400,
        "client is newer than server (client API version: 1.41, server API version: 1.20)",
        "GET",
        "/v1.41/containers/json",
        "");
    fails(404, "404 page not found", "GET", "/images/json", "");
  }
}
