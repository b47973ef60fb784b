package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.container.Container;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.NotFoundException;
import io.longshore.stream.ByteStream;
import io.longshore.stream.StreamEnd;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the library has no method for. */
class RawRequestTest extends ContractTest {
  @Test
  void jsonBecomesPlainValues() {
    Container container = create(Programs.forever());
    Object listed = docker.request("GET", "/containers/json").query("all", "true")
        .query("filters", "{\"label\":[\"" + LABEL + "=" + RUN + "\"]}").json();
    Map<?, ?> only = assertInstanceOf(Map.class, assertInstanceOf(List.class, listed).get(0));
    assertEquals(container.id(), only.get("Id"));
    Map<?, ?> config = (Map<?, ?>) ((Map<?, ?>) docker.request("get", "/containers/" + container.id() + "/json").json())
        .get("Config");
    assertEquals(RUN, ((Map<?, ?>) config.get("Labels")).get(LABEL));
  }

  @Test
  void whatIsAskedForIsDone() {
    Container container = create(Programs.forever());
    assertEquals(204, docker.request("POST", "/containers/" + container.id() + "/start").send());
    assertEquals(304, docker.request("POST", "/containers/" + container.id() + "/start").send());
    Object made = docker.request("POST", "/containers/" + container.id() + "/exec")
        .jsonBody("{\"Cmd\":[\"true\"],\"Env\":[\"A=" + SECRET + "\"]}").json();
    assertTrue(((Map<?, ?>) made).get("Id") instanceof String, () -> String.valueOf(made));
  }

  @Test
  void bytesFlow() throws IOException {
    Container container = create(Programs.forever());
    docker.request("PUT", "/containers/" + container.id() + "/archive")
        .query("path", "/")
        .body("application/x-tar", out -> out.write(new byte[1024]))
        .send();
    try (ByteStream archive = docker.request("GET", "/containers/" + container.id() + "/archive")
        .query("path", "/etc/passwd").stream()) {
      byte[] all = archive.inputStream().readAllBytes();
      assertEquals("passwd", new String(all, 0, 6, UTF_8));
      assertEquals(StreamEnd.COMPLETED, archive.end().orElseThrow());
    }
  }

  @Test
  void textIsRead() {
    assertEquals("OK", docker.request("GET", "/_ping").text());
    assertTrue(docker.request("GET", "/version").text().contains("ApiVersion"));
    fails(NotFoundException.class, () -> docker.request("GET", "/containers/" + newName() + "/json").text());
  }

  @Test
  void refusalsAreTyped() {
    fails(NotFoundException.class, () -> docker.request("GET", "/containers/" + newName() + "/json").json());
    fails(EngineException.class, () -> docker.request("POST", "/containers/create").jsonBody("{").send());
    DockerException told = fails(DockerException.class, () -> docker.request("GET", "/_ping").json());
    assertFalse(told.getMessage().isEmpty());
  }

  @Test
  void headersAndBodiesAreNotShown() {
    var request = docker.request("POST", "/containers/create").query("name", "no/name")
        .header("X-Registry-Auth", SECRET)
        .jsonBody("{\"Image\":\"" + Programs.IMAGE + "\",\"Env\":[\"A=" + SECRET + "\"]}");
    assertFalse(request.toString().contains(SECRET), request::toString);
    DockerException refused = fails(DockerException.class, request::send);
    assertFalse(refused.toString().contains(SECRET), refused::toString);
  }

  @Test
  void whatCannotBeAPathIsRefused() {
    for (String path : List.of("containers/json", "/v1.41/info", "/info?all=1", "/../info", "//info", "/a b", "/")) {
      fails(IllegalArgumentException.class, () -> docker.request("GET", path));
    }
    fails(IllegalArgumentException.class, () -> docker.request(" ", "/info"));
    fails(IllegalArgumentException.class, () -> docker.request("GET", "/info").header("X", "a\nb"));
  }
}
