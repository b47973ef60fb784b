package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.longshore.image.References;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What the docker command asks an engine for is what the table of references says, which this library keeps to. */
@Tag("contract")
@Timeout(120)
@EnabledIfEnvironmentVariable(named = Settings.NEWER_PATH, matches = ".+", disabledReason = "there is no docker command")
class ReferencesTest {
  @Test
  void theDockerCommandAgreesWithTheTable(@TempDir Path directory) throws IOException {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    HttpServer engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext("/", exchange -> {
      if (exchange.getRequestURI().getPath().endsWith("/images/create")) {
        Map<String, String> query = Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
        asked.add(query.get("fromImage") + " " + query.get("tag"));
      }
      exchange.getResponseHeaders().add("Api-Version", "1.51");
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      byte[] body = "{}".getBytes(UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
      exchange.close();
    });
    engine.start();
    try {
      DockerCommand command = DockerCommand.of("tcp://127.0.0.1:" + engine.getAddress().getPort(), directory);
      Map<String, String> expected = new TreeMap<>();
      Map<String, String> sent = new TreeMap<>();
      for (References.Row row : References.rows()) {
        expected.put(row.reference(), row.refused() ? "refused" : row.canonical() + " " + row.tag());
        DockerCommand.Result result = command.run(List.of("pull", "-q", "--", row.reference()));
        String request = asked.poll();
        sent.put(row.reference(), request == null ? "refused" : request);
        assertEquals(row.refused(), result.exitCode() != 0, () -> row + ": " + result);
      }
      assertEquals(expected, sent);
    } finally {
      engine.stop(0);
    }
  }
}
