package io.longshore.embedded.internal.api;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.ImageFormat;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.engine.model.ProgressError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Images that leave: pushed, or saved in archives, and loaded again. */
record ImageTransferRoutes(Engine engine, Map<String, Program> toolbox) {
  void addTo(Router router) {
    router
        .add("POST", "/images/{name...}/push", this::push)
        .add("GET", "/images/{name...}/get", (request, response) -> save(request, response,
            List.of(request.pathValue("name"))))
        .add("GET", "/images/get", (request, response) -> save(request, response, request.queryAll("names")))
        .add("POST", "/images/load", this::load);
  }

  private void push(HttpRequest request, HttpResponse response) throws IOException {
    String repository = request.pathValue("name");
    String tag = request.query("tag");
    Reference name = Reference.of(repository, tag);
    response.header("Content-Type", "application/json");
    try (OutputStream out = response.stream(200)) {
      ImageMakingRoutes.progress(out, null, "The push refers to repository [" + name.repository() + "]");
      List<Reference> there = engine.images().tags(name.repository(), false);
      if (there.isEmpty()) {
        failed(out, "An image does not exist locally with the tag: " + name.repository());
        return;
      }
      for (Reference each : tag.isEmpty() ? there : List.of(name)) {
        if (!there.contains(each)) {
          failed(out, "tag does not exist: " + each);
          return;
        }
        pushed(request, out, each);
      }
    }
  }

  private void pushed(HttpRequest request, OutputStream out, Reference name) throws IOException {
    Image image = engine.images().get(name.toString());
    String layer = image.layer().substring(7, 19);
    ImageMakingRoutes.progress(out, layer, "Preparing");
    byte[] manifest;
    try {
      engine.registries().admit(name.registry(), RegistryRoutes.login(request), "");
      manifest = engine.images().push(image, name);
    } catch (EngineError e) {
      failed(out, e.words());
      return;
    }
    ImageMakingRoutes.moved(out, layer, "Pushing", image.size());
    ImageMakingRoutes.progress(out, layer, "Pushed");
    String digest = ImageFormat.digest(manifest);
    ImageMakingRoutes.progress(out, null, name.tag() + ": digest: " + digest + " size: " + manifest.length);
    ImageMakingRoutes.write(out, ImageProgress.builder()
        .aux(Map.of("Tag", name.tag(), "Digest", digest, "Size", (long) manifest.length)).build());
  }

  private static void failed(OutputStream out, String words) throws IOException {
    ImageMakingRoutes.write(out,
        ImageProgress.builder().error(words).errorDetail(ProgressError.builder().message(words).build())
            .build());
  }

  private void save(HttpRequest request, HttpResponse response, List<String> names) throws IOException {
    Map<Image, List<String>> wanted = new LinkedHashMap<>();
    for (String name : names) {
      List<Reference> tags = Reference.isRepository(name)
          ? engine.images().tags(Reference.parse(name).repository(), false)
          : List.of();
      List<String> each = tags.isEmpty() ? List.of(name) : tags.stream().map(Reference::toString).toList();
      for (String one : each) {
        Image image = found(one);
        Platforms.require(request, one);
        String tag = one.startsWith("sha256:") ? one : Reference.parse(one).toString();
        List<String> given = wanted.computeIfAbsent(image, key -> new ArrayList<>());
        if (engine.images().tags(image).contains(tag)) {
          given.add(tag);
        }
      }
    }
    response.header("Content-Type", "application/x-tar");
    try (OutputStream out = response.stream(200)) {
      ImageArchive.write(out, wanted);
    }
  }

  /** In the words of engines, which have another status here. */
  private Image found(String name) {
    try {
      return engine.images().get(name);
    } catch (EngineError e) {
      throw EngineError.failed("reference does not exist");
    }
  }

  private void load(HttpRequest request, HttpResponse response) throws IOException {
    boolean has = Platforms.has(request);
    response.header("Content-Type", "application/json");
    List<ImageArchive.Entry> entries = List.of();
    String failure = null;
    try {
      entries = ImageArchive.read(request.body());
    } catch (EngineError e) {
      failure = e.words();
    }
    try (OutputStream out = response.stream(200)) {
      if (failure != null) {
        failed(out, failure);
      }
      for (ImageArchive.Entry entry : has ? entries : List.<ImageArchive.Entry>of()) {
        Image image = engine.images().load(entry.id(), entry.names(), entry.size(), entry.facts(), entry.config(),
            toolbox, entry.files());
        for (Reference name : entry.names()) {
          ImageMakingRoutes.write(out, ImageProgress.builder().stream("Loaded image: " + name + "\n").build());
        }
        if (entry.names().isEmpty()) {
          ImageMakingRoutes.write(out, ImageProgress.builder().stream("Loaded image ID: " + image.id() + "\n").build());
        }
      }
    }
  }
}
