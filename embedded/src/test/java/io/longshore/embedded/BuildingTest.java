package io.longshore.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A test that builds images, and looks at what they are. */
abstract class BuildingTest extends EngineTest {
  static final String FROM = "FROM busybox:local\n";

  static byte[] only(String dockerfile) throws IOException {
    return new Archives().file("Dockerfile", dockerfile).bytes();
  }

  RawClient.Answer build(String query, byte[] context) throws IOException {
    return build(query, context, "");
  }

  RawClient.Answer build(String query, byte[] context, String headers) throws IOException {
    try (RawClient client = new RawClient(engine.host())) {
      sendBuild(client, query, context, headers);
      return client.readAnswer("POST");
    }
  }

  static void sendBuild(RawClient client, String query, byte[] context, String headers) throws IOException {
    client.write("POST /v1.51/build?" + query + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-tar\r\n" + headers
        + "Content-Length: " + context.length + "\r\n\r\n");
    client.write(context);
  }

  /** Builds {@code made:latest}; returns the texts of the stream without the ids in them. */
  String makes(byte[] context) throws IOException {
    return makes("", context);
  }

  String makes(String query, byte[] context) throws IOException {
    RawClient.Answer answer = build("t=made&" + query, context);
    String texts = texts(answer);
    assertTrue(texts.endsWith("Successfully tagged made:latest\n"), texts + answer.body());
    return texts;
  }

  /** The texts of a stream, and its error, without the ids in them. */
  static String texts(RawClient.Answer answer) throws IOException {
    assertEquals(200, answer.status(), answer.body());
    StringBuilder texts = new StringBuilder();
    for (String line : answer.body().lines().toList()) {
      Map<String, Object> object = Json.decode(JsonAdapter.map(JsonAdapter.ANY), line.getBytes(StandardCharsets.UTF_8));
      texts.append(object.getOrDefault("stream", "")).append(object.containsKey("aux") ? "aux\n" : "")
          .append(object.containsKey("error") ? "error: " + object.get("error") : "");
    }
    return texts.toString().replaceAll("\\b[0-9a-f]{12}\\b", "ID");
  }

  /** What an image's inspection says under a name, up to the next brace or bracket. */
  String config(String name) throws IOException {
    String body = call("GET", "/v1.51/images/made/json").body();
    Matcher value = Pattern.compile("\"" + name + "\":(\\[[^]]*]|\\{(?:[^{}]|\\{})*}|[^,}]*)").matcher(body);
    return value.find() ? value.group(1).replace('"', '\'') : "";
  }

  /** What made the image, the newest first. */
  List<String> history() throws IOException {
    Matcher step = Pattern.compile("\"CreatedBy\":\"((?:[^\"\\\\]|\\\\.)*)\"")
        .matcher(call("GET", "/v1.51/images/made/history").body());
    List<String> steps = new ArrayList<>();
    while (step.find()) {
      steps.add(step.group(1).replace("\\\"", "'").replace("\\u003c", "<").replace("\\u003e", ">"));
    }
    return steps;
  }

  /** The files of the image, as {@link Archives#lines} shows them. */
  List<String> files() throws IOException {
    byte[] saved = call("GET", "/v1.51/images/made/get").body().getBytes(StandardCharsets.ISO_8859_1);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(saved), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().endsWith("layer.tar")) {
          return Archives.lines(tar.readAllBytes());
        }
      }
    }
    throw new AssertionError("no layer");
  }

  int containers() throws IOException {
    return call("GET", "/v1.51/containers/json?all=1").body().split("\"Id\"").length - 1;
  }
}
