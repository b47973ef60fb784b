package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** An engine for each test, and the calls that tests make most. */
@Timeout(30)
abstract class EngineTest {
  EmbeddedEngine engine = EmbeddedEngine.builder().experimentalOnly().loopback().start();

  @BeforeEach
  void startEngine() {
    engine.close();
    engine = newEngine();
  }

  EmbeddedEngine newEngine() {
    return EmbeddedEngine.start();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  RawClient.Answer call(String method, String target) throws IOException {
    return RawClient.call(engine, method, target);
  }

  RawClient.Answer call(String method, String target, String body) throws IOException {
    return RawClient.call(engine, method, target, body);
  }

  void expect(int status, String method, String target) throws IOException {
    RawClient.Answer answer = call(method, target);
    assertEquals(status, answer.status(), () -> method + " " + target + ": " + answer.body());
  }

  void expect(int status, String words, String method, String target, String body) throws IOException {
    RawClient.Answer answer = call(method, target, body);
    assertEquals(status, answer.status(), () -> method + " " + target + ": " + answer.body());
    assertEquals("application/json", answer.header("Content-Type"));
    assertTrue(
        answer.body().replace("\\\"", "'").contains(words),
        () -> method + " " + target + ": expected " + words + " but was " + answer.body());
  }

  String create(String name, String more, String... command) throws IOException {
    RawClient.Answer answer = call("POST", "/v1.51/containers/create?name=" + name, config(more, command));
    assertEquals(201, answer.status(), answer.body());
    return answer.field("Id");
  }

  static String config(String more, String... command) {
    StringBuilder words = new StringBuilder();
    for (String word : command) {
      words.append(words.isEmpty() ? "" : ",").append('"').append(word.replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    }
    return "{\"Image\":\"busybox:local\",\"Cmd\":[" + words + "]" + (more.isEmpty() ? "" : "," + more) + "}";
  }

  String run(String name, String more, String... command) throws IOException {
    String id = create(name, more, command);
    expect(204, "POST", "/v1.51/containers/" + name + "/start");
    return id;
  }

  String await(String name) throws IOException {
    return call("POST", "/v1.51/containers/" + name + "/wait").field("StatusCode");
  }

  String state(String name, String field) throws IOException {
    return call("GET", "/v1.51/containers/" + name + "/json").field(field);
  }

  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
