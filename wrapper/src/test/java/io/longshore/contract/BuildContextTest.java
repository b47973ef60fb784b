package io.longshore.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.longshore.internal.context.BuildContext;
import io.longshore.internal.context.ContextCase;
import io.longshore.internal.context.ContextTree;
import io.longshore.internal.context.SentEntry;
import io.longshore.testing.GoldenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the docker command sends as the context of a build is what the tables say, and what this library sends. */
@Tag("contract")
@Timeout(300)
@EnabledIfEnvironmentVariable(named = Settings.NEWER_PATH, matches = ".+", disabledReason = "there is no docker command")
class BuildContextTest {
  static final List<String> TABLES = ContextCase.TABLES;

  private static final int END = 2048;

  /** The name of the Dockerfile that was asked for, and the archive. */
  private record Build(String dockerfile, List<SentEntry> entries) {}

  private final BlockingQueue<Build> builds = new LinkedBlockingQueue<>();
  private final Map<String, Build> fromDocker = new TreeMap<>();
  private final Map<String, Build> fromUs = new TreeMap<>();

  @ParameterizedTest
  @FieldSource("TABLES")
  void theDockerCommandAgrees(String table, @TempDir Path place) throws IOException, InterruptedException {
    HttpServer engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext("/", this::answer);
    engine.start();
    try {
      DockerCommand command = DockerCommand.of("tcp://127.0.0.1:" + engine.getAddress().getPort(), place);
      List<ContextCase> measured = new ArrayList<>();
      for (ContextCase each : ContextCase.of(table)) {
        Path directory = Files.createDirectory(place.resolve("case" + measured.size())).toRealPath();
        measured.add(compare(each, ContextTree.make(each, directory), command));
      }
      assertEquals(fromDocker, fromUs);
      GoldenFile.check(ContextCase.file(table), ContextCase.renewed(table, measured));
    } finally {
      engine.stop(0);
    }
  }

  private ContextCase compare(ContextCase each, Path context, DockerCommand command) throws IOException {
    Path dockerfile = ContextTree.dockerfile(each, context);
    List<String> arguments = new ArrayList<>(List.of("build", "-q", context.toString()));
    if (dockerfile != null) {
      arguments.addAll(1, List.of("-f", dockerfile.toString()));
    }
    DockerCommand.Result result = command.run(arguments, Map.of("DOCKER_BUILDKIT", "0"));
    Build build = builds.poll();
    if (each.refused().isPresent()) {
      assertNotEquals(0, result.exitCode(), () -> each + ": " + result);
      assertNull(build, each::title);
      return each;
    }
    assertNotNull(build, () -> each + ": " + result);
    BuildContext ours = BuildContext.of(context, dockerfile);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ours.writeTo(bytes, count -> {});
    List<SentEntry> sent = SentEntry.read(bytes.toByteArray());
    assertFalse(sent.isEmpty(), each::title);
    fromDocker.put(each.title(), comparable(build));
    fromUs.put(each.title(), comparable(new Build(ours.dockerfile(), sent)));
    return each.sending(build.entries);
  }

  /** Where the Dockerfile is from outside, the docker command adds two files at the end, in any order. */
  private static Build comparable(Build build) {
    return build.dockerfile.startsWith(SentEntry.ADDED)
        ? new Build(SentEntry.ADDED, build.entries.stream().sorted(Comparator.comparing(SentEntry::name)).toList())
        : build;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestURI().getPath().endsWith("/build")) {
      String dockerfile = Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
          .filter(pair -> pair.startsWith("dockerfile="))
          .map(pair -> URLDecoder.decode(pair.substring("dockerfile=".length()), UTF_8)).findFirst().orElseThrow();
      // The docker command leaves out an archive's end, and what fills its last record, if it has added a Dockerfile.
      builds.add(new Build(dockerfile, SentEntry.read(Arrays.copyOf(body, body.length + END))));
    }
    exchange.getResponseHeaders().add("Api-Version", "1.51");
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    byte[] answer = "{}".getBytes(UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : answer.length);
    if (!head) {
      exchange.getResponseBody().write(answer);
    }
    exchange.close();
  }
}
