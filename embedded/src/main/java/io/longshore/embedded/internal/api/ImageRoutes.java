package io.longshore.embedded.internal.api;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.TarReader;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.DriverData;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageDeleteItem;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.engine.model.ImageMetadata;
import io.longshore.generated.engine.model.ImageProgress;
import io.longshore.generated.engine.model.ImageRootFs;
import io.longshore.generated.engine.model.ImageSummary;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Images. */
record ImageRoutes(Engine engine, Map<String, Program> toolbox) {
  void addTo(Router router) {
    router
        .add("GET", "/images/json", this::list)
        .add("POST", "/images/create", this::create)
        .add("GET", "/images/{name...}/json", this::inspect)
        .add("POST", "/images/{name...}/tag", this::tag)
        .add("DELETE", "/images/{name...}", this::delete);
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
    Reference name = tag.isEmpty() || tag.contains(":") ? Reference.parse(from) : Reference.of(from, tag);
    boolean isNew = engine.images().pull(name);
    Image image = engine.images().get(name.toString());
    response.header("Content-Type", "application/json");
    try (OutputStream out = response.stream(200)) {
      String prefix = name.registry().isEmpty() && !name.repository().contains("/") ? "library/" : "";
      String layer = image.layer().substring(7, 19);
      progress(out, name.tag(), "Pulling from " + prefix + name.repository());
      progress(out, layer, isNew ? "Pull complete" : "Already exists");
      progress(out, null, "Digest: " + image.id());
      progress(out, null, "Status: " + (isNew ? "Downloaded newer image for " : "Image is up to date for ") + name);
    }
  }

  private static void progress(OutputStream out, @Nullable String id, String status) throws IOException {
    ImageProgress line = ImageProgress.builder().id(id).status(status).build();
    out.write(Json.encode(ImageProgress.ADAPTER, line).bytes());
    out.write('\r');
    out.write('\n');
    out.flush();
  }

  private void importArchive(HttpRequest request, HttpResponse response) throws IOException {
    String repository = request.query("repo");
    Reference name = repository.isEmpty() ? null : referenceOf(repository, request.query("tag"));
    ImageConfig config = ImageChanges.apply(request.queryAll("changes"));
    FileTree files = FileTree.empty(FileTree.DEFAULT_LIMIT);
    unpack(request.body(), files);
    String message = request.query("message");
    Image image = engine
        .images()
        .importArchive(name, files.size(), message.isEmpty() ? "Imported from -" : message, config, toolbox, files);
    response.header("Content-Type", "application/json");
    try (OutputStream out = response.stream(200)) {
      ImageProgress line = ImageProgress.builder().status(image.id()).build();
      out.write(Json.encode(ImageProgress.ADAPTER, line).bytes());
      out.write('\n');
    }
  }

  private static Reference referenceOf(String repository, String tag) {
    return tag.isEmpty() ? Reference.parse(repository) : Reference.of(repository, tag);
  }

  private static void unpack(InputStream body, FileTree files) {
    try {
      new TarReader(MountedTree.of(files), "", false, null).read(body);
    } catch (FileError e) {
      throw EngineError.failed("link " + e.getFile() + ": " + e.goWords());
    }
  }

  private void list(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, List<String>> filters = Bodies.filters(request,
        List.of("before", "dangling", "label", "reference", "since", "until"));
    List<String> dangling = filters.get("dangling");
    if (dangling != null && !List.of("true", "false", "1", "0").containsAll(dangling)) {
      throw EngineError.invalid("invalid filter 'dangling=" + dangling + "'");
    }
    List<ImageSummary> found = engine.images().list().stream()
        .filter(image -> Bodies.labelsMatch(image.config().labels(), filters.get("label")))
        .filter(image -> dangling == null || engine.images().tags(image).isEmpty() == isTrue(dangling))
        .filter(image -> referenceMatches(engine.images().tags(image), filters.get("reference")))
        .map(this::summary)
        .toList();
    response.json(200, JsonAdapter.list(ImageSummary.ADAPTER), found);
  }

  private static boolean isTrue(List<String> values) {
    return values.contains("true") || values.contains("1");
  }

  private static boolean referenceMatches(List<String> tags, @Nullable List<String> patterns) {
    return patterns == null || tags.stream().anyMatch(tag -> patterns.stream().anyMatch(each -> glob(each, tag)));
  }

  /** Matches with or without the tag; a star stops at a slash. */
  private static boolean glob(String pattern, String tag) {
    String regex = Pattern.quote(pattern).replace("*", "\\E[^/]*\\Q").replace("?", "\\E[^/]\\Q");
    return tag.matches(regex) || tag.substring(0, tag.lastIndexOf(':')).matches(regex);
  }

  /** An image as lists show it. */
  ImageSummary summary(Image image) {
    long users = engine.containers().list().stream().filter(each -> each.image().id().equals(image.id())).count();
    ImageSummary.Builder summary = ImageSummary.builder()
        .id(image.id())
        .parentId("")
        .repoTags(engine.images().tags(image))
        .repoDigests(List.of())
        .created(image.created().getEpochSecond())
        .size(image.size())
        .sharedSize(-1L)
        .containers(users);
    return image.config().labels().isEmpty() ? summary.build() : summary.labels(image.config().labels()).build();
  }

  private void inspect(HttpRequest request, HttpResponse response) throws IOException {
    Image image = engine.images().get(request.pathValue("name"));
    ImageInspect inspect = ImageInspect.builder()
        .id(image.id())
        .repoTags(engine.images().tags(image))
        .repoDigests(List.of())
        .parent("")
        .comment(image.comment())
        .created(image.created())
        .author("")
        .config(image.config())
        .architecture("amd64")
        .os("linux")
        .size(image.size())
        .graphDriver(DriverData.builder().name("overlay2").data(Map.of()).build())
        .rootFS(ImageRootFs.builder().type("layers").layers(List.of(image.layer())).build())
        .metadata(ImageMetadata.builder().lastTagTime(image.created()).build())
        .build();
    response.json(200, ImageInspect.ADAPTER, inspect);
  }

  private void tag(HttpRequest request, HttpResponse response) throws IOException {
    String source = request.pathValue("name");
    engine.images().get(source);
    String repository = request.query("repo");
    if (repository.isEmpty()) {
      throw EngineError.invalid("invalid reference format");
    }
    engine.images().tag(source, referenceOf(repository, request.query("tag")));
    response.empty(201);
  }

  private void delete(HttpRequest request, HttpResponse response) throws IOException {
    List<Container> containers = engine.containers().list();
    List<ImageDeleteItem> done = engine.images().delete(request.pathValue("name"), request.flag("force"), containers);
    response.json(200, JsonAdapter.list(ImageDeleteItem.ADAPTER), done);
  }
}
