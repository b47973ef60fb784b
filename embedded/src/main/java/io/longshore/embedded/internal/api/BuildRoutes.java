package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.build.AbandonedBuild;
import io.longshore.embedded.internal.build.Build;
import io.longshore.embedded.internal.build.BuildContext;
import io.longshore.embedded.internal.build.BuildSettings;
import io.longshore.embedded.internal.build.FailedStep;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.JsonTypes;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.BuildProgress;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds, by the classic builder only; statuses and words as read off Docker 28.5. */
record BuildRoutes(Engine engine) {
  private static final List<String> PRUNE_FILTERS = List.of("until", "id", "parent", "type", "description", "inuse",
      "shared", "private");

  void addTo(Router router) {
    router.add("POST", "/build", this::build).add("POST", "/build/prune", this::prune);
  }

  private void build(HttpRequest request, HttpResponse response) throws IOException, InterruptedException {
    refuse(request);
    Map<String, String> arguments = map(request, "buildargs", "build args");
    Map<String, String> labels = map(request, "labels", "labels");
    if (!request.query("cachefrom").isEmpty()) {
      JsonTypes.read(JsonAdapter.list(JsonAdapter.STRING), bytes(request.query("cachefrom")),
          "error reading cache-from: ");
    }
    List<Reference> names = request.queryAll("t").stream().filter(name -> !name.isEmpty()).map(BuildRoutes::name)
        .distinct().toList();
    BuildContext context = BuildContext.read(request.body(), request.query("dockerfile"));
    boolean quiet = request.flag("q");
    BuildStream stream = new BuildStream(response, quiet);
    BuildSettings settings = new BuildSettings(context.files(), arguments, labels, request.query("target"),
        !request.hasQuery("rm") || request.flag("rm"), request.flag("forcerm"));
    BuildWorkshop workshop = new BuildWorkshop(engine, request, response, stream);
    try {
      Image image = new Build(context.dockerfile(), settings, workshop, engine.images()).run();
      names.forEach(name -> engine.images().tag(image.id(), name));
      succeeded(stream, image, names, quiet);
    } catch (AbandonedBuild e) {
      // The steps are over, and there is nobody to tell.
      response.closeAfterwards();
    } catch (FailedStep e) {
      failed(stream, String.valueOf(e.getMessage()), e.code());
    } catch (EngineError e) {
      if (!stream.isBegun()) {
        throw e;
      }
      failed(stream, e.words(), 0);
    }
  }

  private static void succeeded(BuildStream stream, Image image, List<Reference> names, boolean quiet)
      throws IOException {
    if (quiet) {
      stream.end(text(image.id()), false);
      return;
    }
    BuildProgress last = text("Successfully built " + image.id().substring(7, 19));
    for (Reference name : names) {
      stream.send(last);
      last = text("Successfully tagged " + name);
    }
    stream.end(last, true);
  }

  private static BuildProgress text(String line) {
    return BuildProgress.builder().stream(line + "\n").build();
  }

  private static void failed(BuildStream stream, String words, int code) throws IOException {
    stream.end(BuildProgress.builder().errorDetail(detail -> {
      detail.message(words);
      if (code != 0) {
        detail.code((long) code);
      }
    }).error(words).build(), true);
  }

  private static void refuse(HttpRequest request) {
    String version = request.query("version");
    if (!List.of("", "1", "2").contains(version)) {
      throw EngineError.invalid("invalid version \"" + version + "\"");
    }
    if (version.equals("2")) {
      throw EngineError.unsupported("the embedded engine has the classic builder only, not BuildKit (version=2)");
    }
    for (String name : List.of("remote", "session", "outputs")) {
      if (!List.of("", "[]").contains(request.query(name))) {
        throw EngineError.unsupported("the embedded engine does not build with the parameter " + name);
      }
    }
    if (request.flag("squash")) {
      throw EngineError.invalid("squash is only supported with experimental mode");
    }
    if (!request.query("platform").matches("[\\w.-]*(/[\\w.-]+){0,2}")) {
      throw EngineError
          .invalid("\"" + request.query("platform") + "\": cannot parse platform specifier: invalid argument");
    }
    if (!Platforms.isOfThis(request.query("platform"))) {
      throw EngineError.unsupported("the embedded engine builds for its own platform only, and not for "
          + request.query("platform"));
    }
  }

  private static Reference name(String text) {
    try {
      return Reference.parse(text);
    } catch (EngineError e) {
      throw EngineError.failed(e.words());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> map(HttpRequest request, String parameter, String what) {
    String text = request.query(parameter);
    Map<String, String> read = text.isEmpty() ? null
        : JsonTypes.read(JsonAdapter.map(JsonAdapter.STRING), bytes(text), "error reading " + what + ": ");
    Map<String, String> known = new LinkedHashMap<>();
    if (read != null) {
      read.forEach((name, value) -> {
        // A null asks for a variable of the engine itself, and this engine has none.
        if (value != null) {
          known.put(name, value);
        }
      });
    }
    return known;
  }

  private void prune(HttpRequest request, HttpResponse response) throws IOException {
    for (String name : List.of("keep-storage", "reserved-space", "max-used-space", "min-free-space")) {
      String text = request.query(name);
      if (!text.isEmpty() && !text.matches("-?\\d{1,18}")) {
        throw EngineError.invalid(name + " is in bytes and expects an integer, got " + text
            + ": strconv.Atoi: parsing \"" + text + "\": invalid syntax");
      }
    }
    try {
      Map<String, List<String>> filters = Bodies.filters(request, PRUNE_FILTERS);
      ContainerFilter.isBefore(java.time.Instant.now(), filters.get("until"));
    } catch (EngineError e) {
      throw e.words().equals("invalid filter") ? e : EngineError.invalid("failed to prune build cache: " + e.words());
    }
    // There is no cache.
    response.text(200, "application/json", "{\"CachesDeleted\":null,\"SpaceReclaimed\":0}\n");
  }
}
