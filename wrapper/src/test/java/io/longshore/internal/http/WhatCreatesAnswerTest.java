package io.longshore.internal.http;

import static io.longshore.unit.ScriptedEngine.json;
import static io.longshore.unit.ScriptedEngine.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.experimental.Experimental;
import io.longshore.unit.ScriptedEngine;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is read whatever the header says, and what cannot be one fails with the word that something was made. */
@Timeout(60)
class WhatCreatesAnswerTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String HTML = "<html><body>Please sign in</body></html>";

  private static final Pattern LABEL = Pattern.compile("\"io\\.longshore\\.create\":\"[^\"]+\"");

  private volatile boolean left;
  private volatile String label = "";
  private volatile MockResponse answer = json(200, "null");
  private final ScriptedEngine engine = new ScriptedEngine()
      .answers(
          request -> {
            if (request.getUrl().encodedPath().endsWith("/version")) {
              return json(200, "{\"Version\":\"1.8.0\",\"ApiVersion\":\"1.20\",\"Experimental\":true}");
            }
            if (request.getUrl().encodedPath().endsWith("/containers/json")) {
              return json(200, left ? "[{\"Id\":\"" + ID + "\",\"Labels\":{" + label + "}}]" : "[]");
            }
            if (request.getMethod().equals("DELETE")) {
              left = false;
              return ScriptedEngine.status(204);
            }
            if (request.getUrl().encodedPath().endsWith("/containers/create")) {
              left = true;
              label = labelOf(String.valueOf(request.getBody().utf8()));
            }
            return answer;
          });
  private final DockerClient docker = engine.client();
  private final Experimental lab = docker.experimental();

  private static String labelOf(String body) {
    Matcher found = LABEL.matcher(body);
    assertTrue(found.find(), body);
    return found.group();
  }

  @AfterEach
  void stop() {
    docker.close();
    engine.close();
  }

  private record Create(String made, Function<Experimental, String> call) {
    @Override
    public String toString() {
      return made;
    }
  }

  static List<Create> creates() {
    return List.of(
        new Create("the network", lab -> lab.networks().create("front").id()),
        new Create("the endpoint", lab -> lab.networks().get("n1").endpoints().create("db").id()),
        new Create("the service", lab -> lab.services().publish("db").id()));
  }

  @ParameterizedTest
  @MethodSource("creates")
  void aStringInJsonIsReadWhateverTheHeaderSays(Create create) {
    for (String body : List.of('"' + ID + '"', '"' + ID + "\"\n", '"' + ID + "\",\n", " \"" + ID + '"')) {
      for (int status : new int[] {200, 201}) {
        answer = new MockResponse(status, Headers.of(), body);
        assertEquals(ID, create.call.apply(lab), body);
        answer = of(status, "text/plain; charset=utf-8", body);
        assertEquals(ID, create.call.apply(lab), body);
        answer = json(status, body);
        assertEquals(ID, create.call.apply(lab), body);
      }
    }
    answer = of(201, "text/plain", ID + "\n");
    assertEquals(ID, create.call.apply(lab));
  }

  @ParameterizedTest
  @MethodSource("creates")
  void whatIsNoIdSaysThatSomethingWasMade(Create create) {
    for (String body : List.of(HTML, "", "null", "\"\"", "\"abc\"", '"' + ID + "0\"",
        '"' + ID.toUpperCase(java.util.Locale.ROOT) + '"', "OK")) {
      answer = of(201, "text/html", body);
      DockerException e = assertThrows(DockerException.class, () -> create.call.apply(lab), body);
      assertSame(DockerException.class, e.getClass(), body);
      assertTrue(e.getMessage().startsWith(create.made + " was created, but"), e.getMessage());
      assertTrue(e.getMessage().contains("look for it by its name"), e.getMessage());
      assertTrue(e.getMessage().length() < 400, e.getMessage());
    }
    for (String body : List.of("null", "\"" + ID, "[\"" + ID + "\"]", "{\"id\":\"" + ID + "\"}")) {
      answer = json(201, body);
      DockerException e = assertThrows(DockerException.class, () -> create.call.apply(lab), body);
      assertTrue(e.getMessage().contains("was done"), e.getMessage());
    }
    answer = of(201, "text/plain", "a".repeat(100_000));
    DockerException e = assertThrows(DockerException.class, () -> create.call.apply(lab));
    assertTrue(e.getMessage().contains("was done, but") && e.getMessage().contains("65536"), e.getMessage());
  }

  @Test
  void aKeyOfASandboxIsAPath() {
    List<Function<Experimental, String>> joins = List.of(
        lab -> lab.networks().get("n1").endpoints().get("e1").join("c1"),
        lab -> lab.services().get("s1").attach("c1"));
    for (Function<Experimental, String> join : joins) {
      answer = new MockResponse(200, Headers.of(), "\"/var/run/docker/netns/c1\"\n");
      assertEquals("/var/run/docker/netns/c1", join.apply(lab));
      answer = of(200, "text/html", HTML);
      DockerException e = assertThrows(DockerException.class, () -> join.apply(lab));
      assertTrue(e.getMessage().contains("the container was attached, but"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b", "..", "../images/x", "a b", "a\\nb", "\\u0000", "<html>", "\\ud800", "-a",
      "a?force=1"})
  void containersAndExecsAndImages(String id) {
    answer = json(201, "{\"Id\":\"" + id + "\"}");
    DockerException created = assertThrows(DockerException.class,
        () -> docker.containers().create(c -> c.image("i").name("web")));
    assertTrue(created.getMessage().startsWith("the container was created, but"), created.getMessage());
    assertTrue(created.getMessage().endsWith("The container had been created, and is removed again"),
        created.getMessage());
    DockerException exec = assertThrows(DockerException.class, () -> docker.containers().get("web").exec("true"));
    assertTrue(exec.getMessage().startsWith("the exec was created, but"), exec.getMessage());
    assertThrows(DockerException.class, () -> docker.containers().get("web").openExec(x -> x.command("true")));
    answer = json(200, "{\"status\":\"sha256:" + id + "\"}");
    DockerException image = assertThrows(DockerException.class,
        () -> docker.images().importTar(new ByteArrayInputStream(new byte[1])));
    assertTrue(image.getMessage().startsWith("the image was created, but"), image.getMessage());
  }

  @Test
  void anIdThatIsMissing() {
    answer = json(201, "{}");
    DockerException created = assertThrows(DockerException.class, () -> docker.containers().create(c -> c.image("i")));
    assertTrue(created.getMessage().contains("sent no id for the container, which was created"), created.getMessage());
    answer = json(201, "null");
    created = assertThrows(DockerException.class, () -> docker.containers().create(c -> c.image("i")));
    assertTrue(created.getMessage().contains("was done, but"), created.getMessage());
    answer = json(201, "{\"Id\":\"" + ID + "\"}");
    assertEquals(ID, docker.containers().create(c -> c.image("i")).id());
  }
}
