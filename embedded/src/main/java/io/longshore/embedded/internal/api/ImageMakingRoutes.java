package io.longshore.embedded.internal.api;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.build.ImageChanges;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.ImageFormat;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.TarReader;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.IdResponse;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Images that come to be here: pulled, imported or made of a container. */
record ImageMakingRoutes(Engine engine, Map<String, Program> toolbox) {
  /** What an image has of a container's settings. */
  private static final Set<String> KEPT = Set.of("User", "ExposedPorts", "Env", "Cmd", "Healthcheck", "Volumes",
      "WorkingDir", "Entrypoint", "OnBuild", "Labels", "StopSignal", "Shell");

  /** What is added to the container's, and does not replace it. */
  private static final Set<String> ADDED = Set.of("ExposedPorts", "Volumes", "Labels");

  void addTo(Router router) {
    router.add("POST", "/images/create", this::create).add("POST", "/commit", this::commit);
  }

  private void create(HttpRequest request, HttpResponse response) throws IOException {
    String from = request.query("fromImage");
    if (!from.isEmpty()) {
      pull(request, response, from);
    } else if (request.query("fromSrc").equals("-")) {
      importArchive(request, response);
    } else {
      throw EngineError.failed("Get \"http:\": http: no Host in request URL");
    }
  }

  private void pull(HttpRequest request, HttpResponse response, String from) throws IOException {
    String tag = request.query("tag");
    Reference name = tag.isEmpty() ? Reference.parse(from)
        : tag.contains(":") ? Reference.parse(from + "@" + tag) : Reference.of(from, tag);
    Platforms.requirePlain(request, name.toString());
    RegistryRoutes.admit(engine, RegistryRoutes.login(request), name);
    // Without a tag anywhere, all of them.
    boolean all = tag.isEmpty() && Reference.isRepository(from);
    List<Reference> tags = all ? engine.images().tags(name.repository(), true) : List.of();
    List<Reference> names = tags.isEmpty() ? List.of(name) : tags;
    // The first fails with a status, and the others cannot fail.
    Map<Reference, Boolean> isNew = new LinkedHashMap<>();
    names.forEach(each -> isNew.put(each, engine.images().pull(each)));
    response.header("Content-Type", "application/json");
    try (OutputStream out = response.stream(200)) {
      for (Map.Entry<Reference, Boolean> each : isNew.entrySet()) {
        pulled(engine, out, each.getKey(), each.getValue());
      }
      pullEnded(out, isNew.containsValue(true), tags.isEmpty() ? name.toString() : name.repository());
    }
  }

  static void pullEnded(OutputStream out, boolean isNew, String name) throws IOException {
    progress(out, null, "Status: " + (isNew ? "Downloaded newer image for " : "Image is up to date for ") + name);
  }

  /** Tells how an image was pulled. */
  static void pulled(Engine engine, OutputStream out, Reference name, boolean isNew) throws IOException {
    Image image = engine.images().get(name.toString());
    String repository = name.registry().isEmpty() ? name.repository()
        : name.repository().substring(name.registry().length() + 1);
    String prefix = name.registry().isEmpty() && !name.repository().contains("/") ? "library/" : "";
    progress(out, name.tag().replace("@", ""), "Pulling from " + prefix + repository);
    String layer = image.layer().substring(7, 19);
    if (isNew) {
      moved(out, layer, "Downloading", image.size());
      progress(out, layer, "Pull complete");
    } else {
      progress(out, layer, "Already exists");
    }
    String digest = image.digests().stream().findFirst().orElse("@" + image.id());
    progress(out, null, "Digest: " + digest.substring(digest.indexOf('@') + 1));
  }

  static void progress(OutputStream out, @Nullable String id, String status) throws IOException {
    write(out, ImageProgress.builder().id(id).status(status).build());
  }

  /** A layer on its way: its first half, and all of it. */
  static void moved(OutputStream out, String layer, String status, long size) throws IOException {
    for (long done : new long[] {size / 2, size}) {
      write(out, ImageProgress.builder().id(layer).status(status).progressDetail(d -> d.current(done).total(size))
          .build());
    }
  }

  /** One object of a stream. */
  static void write(OutputStream out, ImageProgress line) throws IOException {
    out.write(Json.encode(ImageProgress.ADAPTER, line).bytes());
    out.write('\r');
    out.write('\n');
    out.flush();
  }

  private void importArchive(HttpRequest request, HttpResponse response) throws IOException {
    String repository = request.query("repo");
    Reference name = repository.isEmpty() ? null : referenceOf(repository, request.query("tag"));
    ImageConfig config = ImageChanges.apply(ImageConfig.builder().build(), request.queryAll("changes"));
    FileTree files = FileTree.empty(FileTree.DEFAULT_LIMIT);
    unpack(request.body(), files);
    String message = request.query("message");
    Image.Facts facts = Image.Facts.of(message.isEmpty() ? "Imported from -" : message, "", "", List.of());
    Image image = engine.images().make(name, files.size(), facts, config, toolbox, files, "import");
    response.header("Content-Type", "application/json");
    try (OutputStream out = response.stream(200)) {
      ImageProgress line = ImageProgress.builder().status(image.id()).build();
      out.write(Json.encode(ImageProgress.ADAPTER, line).bytes());
      out.write('\n');
    }
  }

  static Reference referenceOf(String repository, String tag) {
    return tag.isEmpty() ? Reference.parse(repository) : Reference.of(repository, tag);
  }

  static void unpack(InputStream body, FileTree files) {
    try {
      new TarReader(MountedTree.of(files), "", false, null).read(body);
    } catch (FileError e) {
      throw EngineError.failed("link " + e.getFile() + ": " + e.goWords());
    }
  }

  private void commit(HttpRequest request, HttpResponse response) throws IOException {
    String id = request.query("container");
    if (id.isEmpty()) {
      throw EngineError.invalid("invalid name or ID supplied: \"\"");
    }
    Container container = engine.containers().get(id);
    byte[] body = request.body().readAllBytes();
    String repository = request.query("repo");
    Reference name = repository.isEmpty() ? null : referenceOf(repository, request.query("tag"));
    ImageConfig config = ImageChanges.apply(merged(container.config(), body), request.queryAll("changes"));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    ImageFormat.writeLayer(container.files(), archive);
    FileTree files = FileTree.empty(FileTree.DEFAULT_LIMIT);
    unpack(new ByteArrayInputStream(archive.toByteArray()), files);
    Image.Facts facts = Image.Facts.of(request.query("comment"), request.query("author"),
        String.join(" ", container.argv()), container.image().facts().steps());
    Image image = engine.images().make(name, container.image().size() + container.files().size(), facts, config,
        container.image().programs(), files, "commit");
    response.json(201, IdResponse.ADAPTER, IdResponse.builder().id(image.id()).build());
  }

  private static ImageConfig merged(ContainerConfig container, byte[] body) throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>(
        tree(Json.encode(ContainerConfig.ADAPTER, container).bytes()));
    for (Map.Entry<String, Object> given : tree(body).entrySet()) {
      Object before = settings.get(given.getKey());
      Object after = given.getValue();
      if (before instanceof Map<?, ?> some && after instanceof Map<?, ?> more && ADDED.contains(given.getKey())) {
        Map<Object, Object> both = new LinkedHashMap<>(some);
        both.putAll(more);
        after = both;
      } else if (given.getKey().equals("Env") && before instanceof List<?> some && after instanceof List<?> more) {
        List<Object> both = new ArrayList<>(some);
        both.addAll(more);
        after = both;
      }
      if (after != null) {
        settings.put(given.getKey(), after);
      }
    }
    settings.keySet().retainAll(KEPT);
    ImageConfig config = Json.decode(ImageConfig.ADAPTER, ImageFormat.json(settings));
    return config == null ? ImageConfig.builder().build() : config;
  }

  private static Map<String, Object> tree(byte[] json) {
    try {
      Map<String, Object> tree = json.length == 0 ? null : Json.decode(JsonAdapter.map(JsonAdapter.ANY), json);
      return tree == null ? Map.of() : tree;
    } catch (IOException | RuntimeException e) {
      throw EngineError.invalid("invalid JSON: " + e.getMessage());
    }
  }
}
