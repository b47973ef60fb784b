package io.longshore.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the canned server says: recorded answers of a real engine, repeated and numbered. */
final class Answers {

  /** A head, a block that is sent so many times, and an end. */
  record Answer(ByteBuffer head, ByteBuffer block, long times, ByteBuffer end) {}

  static final int SMALL_FRAME = 120;
  static final int LARGE_FRAME = 16 * 1024;
  static final int FRAMES = 256;
  /** About 64 MiB, in whole blocks. */
  static final long SMALL_LOG = 2184L * FRAMES * SMALL_FRAME;
  static final long LARGE_LOG = 512L << 20;
  static final long ARCHIVE = 1L << 30;

  private static final String COMMON = "Api-Version: 1.51\r\nDocker-Experimental: false\r\nOstype: linux\r\nServer: Docker/28.5.2 (linux)\r\n"
      + "Date: Sun, 22 Nov 2026 08:00:00 GMT\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final int COPY_CHUNK = 32 * 1024;
  private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Answers() {}

  static Answer ping() {
    return whole("200 OK", "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n", "OK");
  }

  static Answer nothing() {
    return whole("204 No Content", "", "");
  }

  static Answer empty() {
    return whole("200 OK", "Content-Length: 0\r\n", "");
  }

  static Answer unknown() {
    return whole("404 Not Found", JSON + "Content-Length: 21\r\n", "{\"message\":\"unknown\"}");
  }

  /** An engine sends what is longer than 2 KiB in one chunk, without a length in its head. */
  static Answer json(byte[] json) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(json.length + 64);
    body.writeBytes(ascii(Integer.toHexString(json.length) + "\r\n"));
    body.writeBytes(json);
    body.writeBytes(ascii("\r\n0\r\n\r\n"));
    return new Answer(
        head("200 OK", JSON + CHUNKED),
        direct(new byte[0]),
        0,
        direct(body.toByteArray()));
  }

  static byte[] inspect(boolean running) {
    JsonObject container = recorded("ContainerInspect").getAsJsonObject();
    if (!running) {
      JsonObject state = container.getAsJsonObject("State");
      state.addProperty("Status", "exited");
      state.addProperty("Running", false);
      state.addProperty("FinishedAt", "2026-11-22T08:00:01Z");
    }
    return text(container);
  }

  static byte[] list(int containers) {
    JsonObject first = recorded("ContainerList").getAsJsonArray().get(0).getAsJsonObject();
    JsonObject labels = first.getAsJsonObject("Labels");
    labels.addProperty("com.docker.compose.project", "harbour");
    labels.addProperty("com.docker.compose.service", "web");
    labels.addProperty("com.docker.compose.config-hash", "3f9ba1a50c35f2f7".repeat(4));
    labels.addProperty("com.docker.compose.project.working_dir", "/srv/harbour");
    // Container by container: as one tree 100,000 of them would take gigabytes.
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (int i = 0; i < containers; i++) {
      first.addProperty("Id", "%064x".formatted(0x5ed5fbaa0a5eL + i));
      JsonArray names = new JsonArray();
      names.add("/harbour-web-" + i);
      first.add("Names", names);
      labels.addProperty("com.docker.compose.container-number", String.valueOf(i));
      list.write(i == 0 ? '[' : ',');
      list.writeBytes(text(first));
    }
    list.write(']');
    return list.toByteArray();
  }

  /** Small frames, many to a chunk: what a proxy or a busy engine makes of them. */
  static Answer smallFrames() {
    return log(chunked(repeated(frame(SMALL_FRAME), FRAMES)), SMALL_LOG / ((long) FRAMES * SMALL_FRAME));
  }

  /** Small frames, each in a chunk of its own: how an engine writes them. */
  static Answer singleFrames() {
    return log(repeated(chunked(frame(SMALL_FRAME)), FRAMES), SMALL_LOG / ((long) FRAMES * SMALL_FRAME));
  }

  static Answer largeFrames() {
    return log(repeated(chunked(frame(LARGE_FRAME)), 4), LARGE_LOG / (4L * LARGE_FRAME));
  }

  static Answer archive() {
    byte[] chunk = chunked(new byte[COPY_CHUNK]);
    String found = "{\"name\":\"a\",\"size\":1,\"mode\":420,\"mtime\":\"2026-11-22T08:00:00Z\",\"linkTarget\":\"\"}";
    String stat = "X-Docker-Container-Path-Stat: " + Base64.getEncoder().encodeToString(ascii(found)) + "\r\n";
    return new Answer(
        head("200 OK", "Content-Type: application/x-tar\r\n" + stat + CHUNKED),
        direct(repeated(chunk, 4)),
        ARCHIVE / (4L * COPY_CHUNK),
        direct(ascii("0\r\n\r\n")));
  }

  /** The head of a log that goes on, and its one line. */
  static Answer followed() {
    return log(chunked(frame(SMALL_FRAME)), Long.MAX_VALUE);
  }

  static byte[] frame(int size) {
    byte[] frame = new byte[8 + size];
    ByteBuffer.wrap(frame).putInt(0x01000000).putInt(size);
    for (int i = 8; i < frame.length; i++) {
      frame[i] = (byte) ('a' + i % 26);
    }
    frame[frame.length - 1] = '\n';
    return frame;
  }

  private static Answer log(byte[] block, long times) {
    return new Answer(
        head("200 OK", "Content-Type: application/vnd.docker.multiplexed-stream\r\n" + CHUNKED),
        direct(block),
        times,
        direct(ascii("0\r\n\r\n")));
  }

  private static Answer whole(String status, String headers, String body) {
    String all = "HTTP/1.1 " + status + "\r\n" + COMMON + headers + "\r\n" + body;
    return new Answer(direct(ascii(all)), direct(new byte[0]), 0, direct(new byte[0]));
  }

  private static ByteBuffer head(String status, String headers) {
    return direct(ascii("HTTP/1.1 " + status + "\r\n" + COMMON + headers + "\r\n"));
  }

  private static byte[] chunked(byte[] bytes) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
    chunk.writeBytes(ascii(Integer.toHexString(bytes.length) + "\r\n"));
    chunk.writeBytes(bytes);
    chunk.writeBytes(ascii("\r\n"));
    return chunk.toByteArray();
  }

  static byte[] repeated(byte[] bytes, int times) {
    ByteBuffer all = ByteBuffer.allocate(times * bytes.length);
    for (int i = 0; i < times; i++) {
      all.put(bytes);
    }
    return all.array();
  }

  private static JsonElement recorded(String name) {
    try (InputStream in = Answers.class.getResourceAsStream("/examples/" + name + ".json");
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject().get("value");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(JsonElement json) {
    return GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
