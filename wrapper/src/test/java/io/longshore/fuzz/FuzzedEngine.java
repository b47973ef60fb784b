package io.longshore.fuzz;

import io.longshore.DockerClient;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import io.longshore.testing.JsonMutator;
import io.longshore.testing.Repository;
import io.longshore.unit.RawEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An engine whose answers are recorded ones, changed by chance: the same seed and the same requests give the same
 * answers.
 */
final class FuzzedEngine implements AutoCloseable {
  private static final Path EXAMPLES = Repository.root().resolve("spec/examples");
  private static final List<Integer> STATUSES = List.of(200, 200, 200, 201, 204, 299, 304, 400, 404, 409, 500, 418);
  private static final List<String> TYPES = List.of("application/json", "application/json", "text/plain; charset=utf-8",
      "text/html", "", "application/x-tar", "multipart/;=");

  /** What is asked, and the recorded answer to it. */
  private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

  static {
    ANSWERS.put("GET /info", "SystemInfo");
    ANSWERS.put("GET /version", "SystemVersion");
    ANSWERS.put("GET /events", "SystemEvents");
    ANSWERS.put("GET /containers/json", "ContainerList");
    ANSWERS.put("GET /containers/\\w+/json", "ContainerInspect");
    ANSWERS.put("GET /containers/\\w+/top", "ContainerTop");
    ANSWERS.put("GET /containers/\\w+/changes", "ContainerChanges");
    ANSWERS.put("GET /containers/\\w+/stats", "ContainerStats");
    ANSWERS.put("POST /containers/\\w+/update", "ContainerUpdate");
    ANSWERS.put("POST /containers/\\w+/wait", "ContainerWait");
    ANSWERS.put("POST /containers/\\w+/exec", "ContainerExec");
    ANSWERS.put("POST /containers/create", "ContainerCreate");
    ANSWERS.put("POST /containers/prune", "ContainerPrune");
    ANSWERS.put("GET /exec/\\w+/json", "ExecInspect");
    ANSWERS.put("GET /images/json", "ImageList");
    ANSWERS.put("GET /images/.*/json", "ImageInspect");
    ANSWERS.put("POST /images/create", "ImageCreate");
    ANSWERS.put("DELETE /images/.*", "ImageDelete");
    ANSWERS.put("POST /build", "ImageBuild");
    ANSWERS.put("POST /build/prune", "BuildPrune");
    ANSWERS.put("GET /system/df", "SystemDataUsage");
    ANSWERS.put("GET /networks", "experimental/NetworkList");
    ANSWERS.put("POST /networks", "experimental/NetworkCreate");
    ANSWERS.put("GET /networks/\\w+", "experimental/NetworkInspect");
    ANSWERS.put("GET /networks/\\w+/endpoints", "experimental/EndpointList");
    ANSWERS.put("POST /networks/\\w+/endpoints", "experimental/EndpointCreate");
    ANSWERS.put("GET /networks/\\w+/endpoints/\\w+", "experimental/EndpointInspect");
    ANSWERS.put("POST /networks/\\w+/endpoints/\\w+/containers", "experimental/EndpointJoin");
    ANSWERS.put("GET /services", "experimental/ServiceList");
    ANSWERS.put("POST /services", "experimental/ServicePublish");
    ANSWERS.put("GET /services/\\w+", "experimental/ServiceInspect");
    ANSWERS.put("GET /services/\\w+/backend", "experimental/BackendList");
    ANSWERS.put("POST /services/\\w+/backend", "experimental/BackendAttach");
  }

  private static final Map<String, byte[]> RECORDED = new ConcurrentHashMap<>();

  private final RawEngine server = new RawEngine(this::answer);
  private final StringBuilder said = new StringBuilder();
  private volatile Random random = new Random(0);

  /** Begins anew: what comes next depends on the seed alone. */
  synchronized void seed(long seed) {
    random = new Random(seed);
    said.setLength(0);
  }

  DockerClient.Builder builder() {
    return server.builder();
  }

  /** What was answered since the seed was set. */
  synchronized String said() {
    return said.toString();
  }

  private void answer(String request, OutputStream out) throws IOException {
    byte[] answer;
    synchronized (this) {
      answer = answer(request);
      said.append(request, 0, request.indexOf('\r')).append('\n')
          .append(new String(answer, StandardCharsets.ISO_8859_1)).append('\n');
    }
    out.write(answer);
  }

  /** As {@link #answer(Random, String)} makes it, and one of four in chunks, most of which are as they should be. */
  private byte[] answer(String request) throws IOException {
    Random chance = random;
    byte[] whole = answer(chance, request);
    String head = new String(whole, StandardCharsets.ISO_8859_1).replaceFirst("(?s)\r\n\r\n.*", "");
    String chunked = head.replaceFirst("Content-Length: [1-9]\\d*", "Transfer-Encoding: chunked");
    if (chunked.equals(head) || request.startsWith("HEAD") || chance.nextInt(4) > 0) {
      return whole;
    }
    byte[] chunks = chunks(chance, Arrays.copyOfRange(whole, head.length() + 4, whole.length));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes((chunked + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    answer.writeBytes(chance.nextInt(3) > 0 ? chunks : new JsonMutator(chance).bytes(chunks));
    return answer.toByteArray();
  }

  private static byte[] chunks(Random chance, byte[] body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int at = 0; at < body.length;) {
      int length = Math.min(body.length - at, 1 + chance.nextInt(200));
      chunks.writeBytes((Integer.toHexString(length) + (chance.nextInt(9) == 0 ? ";x=y" : "") + "\r\n")
          .getBytes(StandardCharsets.UTF_8));
      chunks.write(body, at, length);
      chunks.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      at += length;
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    return chunks.toByteArray();
  }

  private byte[] answer(Random chance, String request) throws IOException {
    String asked = request.substring(0, request.indexOf(" HTTP/")).replaceFirst("\\?.*", "").replaceFirst("/v[\\d.]+/",
        "/");
    JsonMutator mutator = new JsonMutator(chance);
    if (asked.equals("GET /version") && request.startsWith("GET /v1.20/")) {
      return bytes(200, "application/json", "",
          "{\"ApiVersion\":\"1.20\",\"Experimental\":true}".getBytes(StandardCharsets.UTF_8));
    }
    // Mostly as it should be, so that what is made of the answer is reached.
    boolean odd = chance.nextInt(6) == 0;
    int status = odd ? STATUSES.get(chance.nextInt(STATUSES.size())) : usual(asked);
    String type = odd ? TYPES.get(chance.nextInt(TYPES.size())) : "application/json";
    if (asked.matches("POST /(exec/\\w+/start|containers/\\w+/attach)") && request.contains("Upgrade: tcp")) {
      byte[] head = "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
          .getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(head);
      whole.writeBytes(chance.nextBoolean() ? frames() : mutator.bytes(frames()));
      return whole.toByteArray();
    }
    if (asked.matches("POST /exec/\\w+/start|GET /containers/\\w+/logs")) {
      String raw = odd ? type : "application/vnd.docker." + (chance.nextBoolean() ? "raw" : "multiplexed") + "-stream";
      return bytes(status, raw, "", chance.nextBoolean() ? frames() : mutator.bytes(frames()));
    }
    if (asked.matches("(GET|HEAD) /containers/\\w+/(archive|export)")) {
      byte[] stat = mutator.mutate(
          "{\"name\":\"etc\",\"size\":4096,\"mode\":2147484141,\"mtime\":\"2024-01-01T00:00:00Z\",\"linkTarget\":\"\"}"
              .getBytes(StandardCharsets.UTF_8));
      String header = "X-Docker-Container-Path-Stat: " + Base64.getEncoder().encodeToString(stat) + "\r\n";
      return bytes(status, "application/x-tar", header,
          request.startsWith("HEAD") ? new byte[0] : mutator.bytes(tar()));
    }
    for (Map.Entry<String, String> known : ANSWERS.entrySet()) {
      if (asked.matches(known.getKey())) {
        return bytes(status, type, "", mutator.mutate(recorded(known.getValue())));
      }
    }
    return bytes(status, type, "", mutator.mutate("{\"message\":\"so it is\"}".getBytes(StandardCharsets.UTF_8)));
  }

  private static int usual(String asked) {
    if (asked.matches("POST /(containers/create|containers/\\w+/exec|networks|networks/\\w+/endpoints|services)")) {
      return 201;
    }
    return asked.matches("(POST|DELETE) /containers/\\w+(/(start|stop|restart|kill|pause|unpause|rename))?") ? 204
        : 200;
  }

  private static byte[] bytes(int status, String type, String header, byte[] body) {
    boolean none = status == 204 || status == 304;
    String head = "HTTP/1.1 " + status + " So\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + header
        + (none ? "" : String.format(Locale.ROOT, "Content-Length: %d\r\n", body.length)) + "Connection: close\r\n\r\n";
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    if (!none) {
      whole.writeBytes(body);
    }
    return whole.toByteArray();
  }

  private static byte[] recorded(String name) {
    return RECORDED.computeIfAbsent(
        name,
        file -> {
          try {
            Map<?, ?> example = (Map<?, ?>) Json.decode(JsonAdapter.ANY,
                Files.readAllBytes(EXAMPLES.resolve(file + ".json")));
            return Json.encode(JsonAdapter.ANY, example.get("value")).bytes();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private static byte[] frames() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int stream = 1; stream <= 2; stream++) {
      byte[] line = ("2024-01-01T00:00:00.00000000" + stream + "Z line " + stream + "\n")
          .getBytes(StandardCharsets.UTF_8);
      out.writeBytes(new byte[] {(byte) stream, 0, 0, 0, 0, 0, 0, (byte) line.length});
      out.writeBytes(line);
    }
    return out.toByteArray();
  }

  private static byte[] tar() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry file = new TarArchiveEntry("etc");
      file.setSize(5);
      tar.putArchiveEntry(file);
      tar.write("hello".getBytes(StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.close();
  }
}
