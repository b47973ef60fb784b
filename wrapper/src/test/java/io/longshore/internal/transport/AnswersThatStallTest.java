package io.longshore.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.Timeouts;
import io.longshore.error.DeadlineException;
import io.longshore.error.EngineException;
import io.longshore.internal.transport.Operations.Operation;
import io.longshore.stream.LogStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an engine does before the first byte of a good answer's body, no operation waits for it longer than it may.
 */
class AnswersThatStallTest extends TransportTestBase {
  private static final Duration LIMIT = Duration.ofMillis(1500);
  private static final Timeouts TIMEOUTS = new Timeouts(SOON, LIMIT, LIMIT, LIMIT);
  /** Only an answer has to come soon. */
  private static final Timeouts SOON_ANSWERED = new Timeouts(SOON, LIMIT, Duration.ofMinutes(5),
      Duration.ofMinutes(10));
  private static int socketsOfOthers;

  private static final String PONG = "HTTP/1.1 200 OK\r\nApi-Version: 1.55\r\nContent-Length: 2\r\n\r\nOK";

  private enum Fault {
    SIZED_ERROR("HTTP/1.1 500 X\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\npart", ""),
    CHUNKED_ERROR("HTTP/1.1 404 X\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n", ""),
    DRIPPED_ERROR("HTTP/1.1 500 X\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\npart", "x"),
    DRIPPED_HEAD("HTTP/1.1 200 OK\r\nX-Long: ", "x"),
    ENDLESS_HEAD("HTTP/1.1 200 OK\r\n", "X: y\r\n"),
    CONTINUE("", "HTTP/1.1 100 Continue\r\n\r\n"),
    PROCESSING("", "HTTP/1.1 102 Processing\r\n\r\n"),
    HALF_A_HEAD("HTTP/1.1 200 OK\r\n", "");

    private final String start;
    private final String drop;

    Fault(String start, String drop) {
      this.start = start;
      this.drop = drop;
    }

    boolean isError() {
      return name().endsWith("ERROR");
    }

    void on(RawServer.Peer peer) throws Exception {
      peer.send(start);
      while (true) {
        Thread.sleep(50);
        peer.send(drop);
      }
    }
  }

  /** All over the fastest transport; over the others one of each sort, which end in other code there. */
  static List<Arguments> matrix() {
    List<Arguments> all = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      all.add(Arguments.of(Kind.UNIX, fault));
    }
    for (Kind kind : List.of(Kind.TCP, Kind.TLS)) {
      for (Fault fault : List.of(Fault.SIZED_ERROR, Fault.CHUNKED_ERROR, Fault.DRIPPED_HEAD, Fault.CONTINUE)) {
        all.add(Arguments.of(kind, fault));
      }
    }
    return all;
  }

  @BeforeAll
  static void count() {
    socketsOfOthers = OpenSockets.count();
  }

  /** Not after each test, because they run beside each other. */
  @AfterAll
  static void noSocketIsLeft() throws InterruptedException {
    awaitSockets(socketsOfOthers);
  }

  @Override
  void countSockets() {}

  @Override
  void awaitSockets() {}

  @Test
  void theTableHasEveryOperation() {
    Set<String> named = Operations.all().stream().map(Operation::method).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Operations.ofTheClasses(), named, "add what is new to Operations, or to its QUIET if it asks nothing");
  }

  /** But for builds over TLS, which hides where a head begins, and theirs may begin as late as it likes. */
  @ParameterizedTest
  @MethodSource("matrix")
  @Execution(ExecutionMode.CONCURRENT)
  void everyOperationEndsInTime(Kind kind, Fault fault) throws Exception {
    endInTime(kind, fault, TIMEOUTS, Operations.all().stream()
        .filter(o -> kind != Kind.TLS || fault.isError() || !o.target().equals("/build")).toList());
  }

  /** Engines before API 1.30 answer a wait only when it ends; a head that has begun has to be complete all the same. */
  @ParameterizedTest
  @EnumSource(value = Fault.class, names = ".*ERROR", mode = EnumSource.Mode.MATCH_NONE)
  @Execution(ExecutionMode.CONCURRENT)
  void aWaitWhoseAnswerHasBegunEndsInTime(Fault fault) throws Exception {
    Operation wait = Operations.all().stream().filter(o -> o.name().equals("Container.waitFor")).findFirst()
        .orElseThrow();
    RawServer server = serve(Kind.TCP, peer -> answer(peer, wait, fault));
    try (DockerClient docker = DockerClient.builder().host(server.address().toString()).apiVersion("1.29").build()) {
      FutureTask<Throwable> call = start(() -> thrown(wait, docker.with(TIMEOUTS)));
      assertInstanceOf(DeadlineException.class, outcome(call));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = ".*ERROR", mode = EnumSource.Mode.MATCH_ANY)
  @Execution(ExecutionMode.CONCURRENT)
  void aRefusalEndsSoonWhateverTimeTheWorkWouldHave(Fault fault) throws Exception {
    endInTime(Kind.UNIX, fault, SOON_ANSWERED, Operations.all());
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = ".*ERROR", mode = EnumSource.Mode.MATCH_NONE)
  @Execution(ExecutionMode.CONCURRENT)
  void whatIsOnlyReadBeginsSoon(Fault fault) throws Exception {
    Set<String> reading = Set.of("logs", "export", "copyFrom", "read", "open", "archive");
    // A followed log has a rule of its own.
    List<Operation> read = Operations.all().stream()
        .filter(o -> o.name().equals(o.method()) && reading.contains(o.method().split("\\.")[1])).toList();
    assertEquals(6, read.size(), read::toString);
    endInTime(Kind.UNIX, fault, SOON_ANSWERED, read);
  }

  private void endInTime(Kind kind, Fault fault, Timeouts timeouts, List<Operation> operations) throws Exception {
    Map<String, FutureTask<Throwable>> calls = new TreeMap<>();
    List<DockerClient> clients = new ArrayList<>();
    try {
      for (Operation operation : operations) {
        DockerClient docker = client(kind, serve(kind, peer -> answer(peer, operation, fault)));
        clients.add(docker);
        docker.apiVersion();
        calls.put(operation.name(), start(() -> thrown(operation, docker.with(timeouts))));
      }
      Map<String, Object> wrong = new TreeMap<>();
      calls.forEach((name, call) -> {
        Object found = outcome(call);
        if (fault.isError() ? !(found instanceof EngineException) : !(found instanceof DeadlineException)) {
          wrong.put(name, found);
        }
      });
      assertTrue(wrong.isEmpty(), () -> wrong.toString().replace(", ", ",\n"));
    } finally {
      clients.forEach(DockerClient::close);
    }
  }

  /** Over TLS the peer sends tickets first, on a new connection: they are no beginning of an answer. */
  @ParameterizedTest
  @EnumSource
  @Execution(ExecutionMode.CONCURRENT)
  void podmanMayHoldTheHeadOfAStreamBackForLongerThanAnAnswerMayTake(Kind kind) throws Exception {
    CountDownLatch write = new CountDownLatch(1);
    RawServer podman = serve(
        kind,
        peer -> {
          while (true) {
            RawServer.Request request = peer.head();
            if (request.line().contains("/_ping")) {
              peer.send(PONG.replace("\r\n\r\n", "\r\nLibpod-API-Version: 4.3.1\r\nConnection: close\r\n\r\n"));
              return;
            }
            if (request.line().contains("/json")) {
              json(peer, 200, "{}");
              continue;
            }
            write.await();
            String frame = "\u0001\0\0\0\0\0\0\u0001x";
            peer.reply(200, frame, "Content-Type: application/vnd.docker.multiplexed-stream");
          }
        });
    try (DockerClient docker = client(kind, podman);
        LogStream log = docker.with(TIMEOUTS).containers().get("web").logs(l -> l.follow())) {
      FutureTask<Boolean> reader = start(() -> log.iterator().hasNext());
      assertThrows(TimeoutException.class, () -> reader.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS));
      write.countDown();
      assertTrue(reader.get(SOON.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  private static Throwable thrown(Operation operation, DockerClient docker) {
    try {
      operation.call().on(docker);
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private static Object outcome(FutureTask<Throwable> call) {
    try {
      Throwable thrown = call.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
      return thrown == null ? "no exception" : thrown;
    } catch (TimeoutException e) {
      return "hangs";
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private DockerClient client(Kind kind, RawServer server) throws IOException {
    if (server.address() instanceof EngineAddress.Unix unix) {
      return DockerClient.builder().host("unix://" + unix.path()).build();
    }
    if (kind == Kind.TCP) {
      return DockerClient.builder().host(server.address().toString()).build();
    }
    Path certificates = folder.resolve("certificates");
    if (!Files.exists(certificates)) {
      Files.createDirectory(certificates);
      TestCertificates.write(
          certificates,
          TestCertificates.ROOT.certificatePem(),
          TestCertificates.CLIENT.certificatePem(),
          TestCertificates.CLIENT.privateKeyPkcs8Pem());
    }
    return DockerClient.builder().host(server.address().toString()).tls(certificates).build();
  }

  private static void answer(RawServer.Peer peer, Operation operation, Fault fault) throws Exception {
    while (true) {
      RawServer.Request request = peer.head();
      String target = request.line().split(" ")[1];
      if (target.equals("/_ping")) {
        peer.send(PONG);
        continue;
      }
      readBody(peer, request);
      String path = target.replaceFirst("^/v[0-9.]+", "");
      boolean statOfCopy = request.line().startsWith("HEAD") && !operation.method().endsWith(".stat");
      if (path.startsWith(operation.target()) && !statOfCopy) {
        fault.on(peer);
      }
      good(peer, path);
    }
  }

  private static void readBody(RawServer.Peer peer, RawServer.Request request) throws IOException {
    if (request.header("Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
      String end = "";
      while (!end.endsWith("0\r\n\r\n")) {
        int b = peer.in().read();
        end = (end.length() > 4 ? end.substring(end.length() - 4) : end) + (char) b;
      }
    } else if (!request.header("Content-Length").isEmpty()) {
      peer.in().readNBytes(Integer.parseInt(request.header("Content-Length")));
    }
  }

  /** What an operation asks before. */
  private static void good(RawServer.Peer peer, String path) throws Exception {
    if (path.equals("/_ping")) {
      peer.reply(200, "OK", "Content-Type: text/plain");
    } else if (path.equals("/version")) {
      json(peer, 200, "{\"ApiVersion\":\"1.20\",\"Experimental\":true}");
    } else if (path.equals("/info")) {
      json(peer, 200, "{\"SystemTime\":\"2026-01-01T00:00:00Z\"}");
    } else if (path.startsWith("/containers/create")) {
      json(peer, 201, "{\"Id\":\"c0ffee\"}");
    } else if (path.endsWith("/exec")) {
      json(peer, 201, "{\"Id\":\"e4ec\"}");
    } else if (path.startsWith("/exec/e4ec/start") || path.contains("/attach")) {
      peer.upgrade();
      if (path.startsWith("/exec/")) {
        peer.endOutput();
      }
      peer.awaitEnd();
    } else if (path.contains("/wait")) {
      peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      peer.awaitEnd();
    } else if (path.startsWith("/containers/web/archive")) {
      // {"name":"a","size":7,"mode":420}
      peer.send(
          "HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: eyJuYW1lIjoiYSIsInNpemUiOjcsIm1vZGUiOjQyMH0=\r\n"
              + "Content-Length: 0\r\n\r\n");
    } else {
      json(peer, 200,
          "{\"Id\":\"web\",\"State\":{\"Running\":true,\"Status\":\"running\"},\"Config\":{\"OpenStdin\":true}}");
    }
  }

  private static void json(RawServer.Peer peer, int status, String body) throws IOException {
    peer.reply(status, body, "Content-Type: application/json");
  }
}
