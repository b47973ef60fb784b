package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.ContainerProcess;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.FrameQueue;
import io.longshore.embedded.internal.engine.LogStore;
import io.longshore.embedded.internal.http.Hijacked;
import io.longshore.embedded.internal.http.HttpError;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.LogConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container's logs, and attaching to it. */
record StreamRoutes(Engine engine, Sessions sessions) {
  private static final DateTimeFormatter NANOS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ")
      .withZone(ZoneOffset.UTC);

  void addTo(Router router) {
    router.add("GET", "/containers/{id}/logs", this::logs).add("POST", "/containers/{id}/attach", this::attach);
  }

  private record Wanted(
      boolean stdout, boolean stderr, boolean timestamps, @Nullable Instant since, @Nullable Instant until) {
    boolean has(LogStore.Entry entry) {
      return (entry.stream() == 1 ? stdout : stderr)
          && (since == null || !entry.time().isBefore(since))
          && !isPast(entry);
    }

    boolean isPast(LogStore.Entry entry) {
      return until != null && entry.time().isAfter(until);
    }
  }

  private void logs(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    boolean stdout = request.flag("stdout");
    boolean stderr = request.flag("stderr");
    if (!stdout && !stderr) {
      throw EngineError.invalid("Bad parameters: you must choose at least one stream");
    }
    Container container = engine.containers().get(request.pathValue("id"));
    if (LogRules.driver(container.hostConfig()).equals("none")) {
      throw EngineError.unsupported("configured logging driver does not support reading");
    }
    Wanted wanted = new Wanted(
        stdout,
        stderr,
        request.flag("timestamps"),
        Bodies.time(request.query("since")),
        Bodies.time(request.query("until")));
    LogStore store = container.logs();
    int run = store.runs();
    boolean follow = request.flag("follow") && container.isRunning();
    String tail = request.query("tail");
    long position = store.positionOfTail(tail.matches("\\d{1,18}") ? Long.parseLong(tail) : -1);
    response.header("Content-Type", Sessions.type(request.apiVersion(), container.tty()));
    String details = request.flag("details") ? details(container) : "";
    OutputStream out = response.stream(200);
    while (true) {
      // Asked before reading: what was logged before the run's end is read after it.
      boolean runEnded = store.runs() != run;
      position = store.positionOf(position);
      List<LogStore.Entry> entries = store.read(position, 256);
      for (LogStore.Entry entry : entries) {
        if (wanted.isPast(entry)) {
          out.close();
          return;
        }
        if (wanted.has(entry)) {
          out.write(Sessions.frame(entry.stream(), line(entry, wanted.timestamps, details), container.tty()));
        }
      }
      position += entries.size();
      if (entries.isEmpty()) {
        // As in engines, the time that is asked for ends nothing by itself: the next line after it does.
        if (!follow || runEnded) {
          break;
        }
        out.flush();
        store.await(position, run, 250);
        if (response.isPeerGone()) {
          return;
        }
      }
    }
    out.close();
  }

  private static byte[] line(LogStore.Entry entry, boolean timestamps, String details) {
    if (!timestamps && details.isEmpty()) {
      return entry.line();
    }
    byte[] prefix = ContainerRoutes.utf8((timestamps ? NANOS.format(entry.time()) : "") + details);
    byte[] line = java.util.Arrays.copyOf(prefix, prefix.length + entry.line().length);
    System.arraycopy(entry.line(), 0, line, prefix.length, entry.line().length);
    return line;
  }

  /** The labels and variables that the log's options name, as a line has them before its text; a space for none. */
  private static String details(Container container) {
    LogConfig options = container.hostConfig().logConfig();
    Map<String, String> found = new TreeMap<>();
    if (options != null) {
      for (String label : options.config().getOrDefault("labels", "").split(",")) {
        found.computeIfAbsent(label, container.labels()::get);
      }
      List<String> variables = List.of(options.config().getOrDefault("env", "").split(","));
      for (String entry : container.config().env()) {
        String[] pair = entry.split("=", 2);
        if (pair.length == 2 && variables.contains(pair[0])) {
          found.put(pair[0], pair[1]);
        }
      }
    }
    List<String> words = found.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    return String.join(",", words) + " ";
  }

  private void attach(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    Container container = engine.containers().get(request.pathValue("id"));
    if (container.state().paused()) {
      String name = request.pathValue("id");
      throw EngineError.conflict("container " + name + " is paused, unpause the container before attach");
    }
    DetachKeys keys = DetachKeys.parse(request.query("detachKeys"));
    if (keys == null) {
      throw HttpError.plain(400, "Invalid detach keys (" + request.query("detachKeys") + ") provided");
    }
    boolean tty = container.tty();
    boolean stdout = request.flag("stdout");
    boolean stderr = request.flag("stderr");
    boolean stdin = request.flag("stdin") && Boolean.TRUE.equals(container.config().openStdin());
    boolean live = request.flag("stream") && (stdout || stderr || stdin);
    FrameQueue queue = live ? container.attach() : new FrameQueue();
    // Before the response: the client may start the container right after it.
    engine.events().container("attach", container, Map.of());
    try (Hijacked connection = response.hijack(Sessions.RAW, Sessions.type(request.apiVersion(), tty))) {
      if (request.flag("logs")) {
        for (LogStore.Entry entry : container.logs().read(0, Integer.MAX_VALUE)) {
          if (entry.stream() == 1 ? stdout : stderr) {
            Sessions.log(connection, entry, tty);
          }
        }
      }
      boolean once = Boolean.TRUE.equals(container.config().stdinOnce());
      Feed feed = new Feed(connection, queue, tty ? keys : null, once && !tty);
      if (live && stdin) {
        feedWhenStarted(container, queue, feed);
      } else {
        feed.skip();
      }
      if (live) {
        sessions.pump(connection, queue, tty, stdout, stderr);
      }
      if (feed.isDetached()) {
        engine.events().container("detach", container, Map.of());
      }
      connection.shutdownOutput();
      container.detach(queue);
      feed.linger();
    } finally {
      container.detach(queue);
    }
  }

  private void feedWhenStarted(Container container, FrameQueue queue, Feed feed) {
    ContainerProcess running = container.process();
    sessions.start(
        () -> {
          try {
            ContainerProcess process = running == null ? container.awaitProcess(queue) : running;
            if (process == null) {
              feed.skip();
            } else {
              feed.run(process);
            }
          } catch (InterruptedException e) {
            // The engine closes.
            Thread.currentThread().interrupt();
          }
        });
  }
}
