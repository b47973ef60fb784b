package io.longshore.internal.http;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.stream.DockerStream;
import io.longshore.unit.RawEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A program of its own, for a JVM with little memory: asks for answers that have no end and prints how each call ended.
 */
final class SmallHeap {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final int SAMPLE = 2;
  private static final int EVENTS = 300;
  private static final int EVENT = 1024 * 1024;

  private SmallHeap() {}

  /** An answer: its beginning, and what comes again and again. */
  private record Endless(String start, String again) {}

  private record Call(String name, Consumer<DockerClient> call, List<Endless> answers) {}

  private static final List<Endless> OBJECTS = List.of(
      new Endless("{\"Id\":\"", "a"),
      new Endless("{\"Id\":\"é€", "a"),
      new Endless("{\"Id\":\"", "€"),
      new Endless("{\"", "k"),
      new Endless("{\"New\":\"", "a"),
      new Endless("{\"New\":[0", ",0"),
      new Endless("{\"New\":[{}", ",{}"),
      new Endless("{\"New\":[\"\"", ",\"\""),
      new Endless("{\"New\":[{\"a\":{}}", ",{\"a\":{}}"),
      new Endless("{\"New\":", "[["),
      new Endless("{\"Created\":", "9"),
      new Endless("{\"Created\":\"", "9"),
      new Endless("{\"time\":\"", "9"),
      new Endless("{\"Config\":{\"Labels\":{\"a\":\"\"", ",\"#\":\"\""),
      new Endless("{\"#\":{}", ",\"#\":{}"),
      new Endless("", " "),
      new Endless("{\"message\":\"", "a"),
      new Endless("<html>", "a"));

  private static final List<Endless> LISTS = List.of(
      new Endless("[{}", ",{}"),
      new Endless("[null", ",null"),
      new Endless("[{\"New\":{}}", ",{\"New\":{}}"),
      new Endless("[{\"Names\":[]}", ",{\"Names\":[]}"),
      new Endless("[{\"Names\":[\"\"", ",\"\""),
      new Endless("[{\"Labels\":{\"#\":\"\"}}", ",{\"Labels\":{\"#\":\"\"}}"),
      new Endless("[", "["),
      new Endless("[", "9"));

  /** Takes how much to ask: {@code everything}, or {@code a sample}. */
  public static void main(String[] arguments) {
    List<Call> calls = List.of(
        new Call("inspect", d -> d.containers().get("c").inspect(), OBJECTS),
        new Call("create", d -> d.containers().create(c -> c.image("i")), OBJECTS),
        new Call("info", d -> d.system().info(), OBJECTS.subList(0, 3)),
        new Call("list", d -> d.containers().list(), LISTS),
        new Call("images", d -> d.images().list(), LISTS),
        new Call("changes", d -> d.containers().get("c").changes(), LISTS),
        new Call("statsOnce", d -> d.containers().get("c").statsOnce(), OBJECTS),
        new Call("stats", d -> drain(d.containers().get("c").stats()), OBJECTS),
        new Call("events", d -> drain(d.system().events()), OBJECTS),
        new Call("pull", d -> d.images().pull("i"), OBJECTS),
        new Call("build", d -> d.builds().build(b -> b.remote("https://example.com/app.git")), OBJECTS),
        new Call("wait", d -> d.containers().get("c").waitFor(), OBJECTS));
    boolean everything = arguments[0].equals("everything");
    for (Call call : calls) {
      boolean first = call.name.equals("inspect") || call.name.equals("list");
      for (Endless answer : everything || first ? call.answers : call.answers.subList(0, SAMPLE)) {
        try (RawEngine engine = new RawEngine((request, out) -> answer(call, request, answer, out));
            DockerClient docker = engine.builder().build()) {
          print(call.name + " " + answer, docker, call.call);
        }
      }
    }
    manyLargeEvents();
  }

  private static void print(String name, DockerClient docker, Consumer<DockerClient> call) {
    String outcome;
    try {
      call.accept(docker);
      outcome = "nothing";
    } catch (DockerException e) {
      String message = String.valueOf(e.getMessage());
      outcome = message.length() > 2000 ? "a message of " + message.length() : "refused: " + message;
    } catch (RuntimeException | Error e) {
      outcome = e.toString();
    }
    System.out.println(name.replace('\n', ' ') + " -> " + outcome.replace('\n', ' '));
  }

  /** Each is small enough, and all together are not. */
  private static void manyLargeEvents() {
    String text = "a".repeat(EVENT);
    try (RawEngine engine = new RawEngine(
        (request, out) -> {
          if (request.startsWith("GET /v1.51/info ")) {
            out.write((HEAD + "2\r\n{}\r\n0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return;
          }
          out.write(HEAD.getBytes(StandardCharsets.UTF_8));
          for (int i = 0; i < EVENTS; i++) {
            chunk(out, "{\"timeNano\":" + (1_700_000_000_000_000_000L + i) + ",\"Action\":\"" + text + "\"}");
          }
        });
        DockerClient docker = engine.builder().build()) {
      print("followed events", docker, d -> follow(d));
    }
  }

  private static void follow(DockerClient docker) {
    List<Integer> seen = new ArrayList<>();
    try (var events = docker.system().followEvents(e -> e.label("a"))) {
      for (var event : events) {
        seen.add(event.hashCode());
        if (seen.size() == EVENTS) {
          throw new DockerException("all " + seen.size() + " came", null);
        }
      }
    }
  }

  private static void answer(Call call, String request, Endless answer, OutputStream out) throws IOException {
    boolean asksBefore = call.name.equals("events") && request.startsWith("GET /v1.51/info ");
    String head = request.startsWith("POST /v1.51/containers/create") ? HEAD.replace("200 OK", "201 Created") : HEAD;
    out.write(head.getBytes(StandardCharsets.UTF_8));
    if (asksBefore) {
      chunk(out, "{}");
      out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      return;
    }
    chunk(out, answer.start.replace("#", "0"));
    String again = answer.again;
    for (int i = 0;; i++) {
      StringBuilder part = new StringBuilder();
      while (part.length() < 32 * 1024) {
        part.append(again.indexOf('#') < 0 ? again.repeat(1 + 1024 / again.length())
            : again.replace("#", i + "x" + part.length()));
      }
      chunk(out, part.toString());
    }
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    if (text.isEmpty()) {
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(String.format(Locale.ROOT, "%x\r\n", bytes.length).getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  private static void drain(DockerStream<?> stream) {
    try (stream) {
      stream.forEach(item -> {});
    }
  }
}
