package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.generated.engine.model.DriverData;
import io.longshore.generated.engine.model.ImageDeleteItem;
import io.longshore.generated.engine.model.ImageHistoryItem;
import io.longshore.generated.engine.model.ImageInspect;
import io.longshore.generated.engine.model.ImageMetadata;
import io.longshore.generated.engine.model.ImagePruneResponse;
import io.longshore.generated.engine.model.ImageRootFs;
import io.longshore.generated.engine.model.ImageSummary;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Images. */
record ImageRoutes(Engine engine) {
  void addTo(Router router) {
    router
        .add("GET", "/images/json", this::list)
        .add("POST", "/images/prune", this::prune)
        .add("GET", "/images/{name...}/json", this::inspect)
        .add("GET", "/images/{name...}/history", this::history)
        .add("POST", "/images/{name...}/tag", this::tag)
        .add("DELETE", "/images/{name...}", this::delete);
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
        .repoDigests(List.copyOf(image.digests()))
        .created(image.created().getEpochSecond())
        .size(image.size())
        .sharedSize(-1L)
        .containers(users);
    return image.config().labels().isEmpty() ? summary.build() : summary.labels(image.config().labels()).build();
  }

  private void inspect(HttpRequest request, HttpResponse response) throws IOException {
    Image image = image(request);
    ImageInspect inspect = ImageInspect.builder()
        .id(image.id())
        .repoTags(engine.images().tags(image))
        .repoDigests(List.copyOf(image.digests()))
        .parent("")
        .comment(image.facts().comment())
        .created(image.created())
        .author(image.facts().author())
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
    engine.images().tag(source, ImageMakingRoutes.referenceOf(repository, request.query("tag")));
    response.empty(201);
  }

  private Image image(HttpRequest request) {
    Image image = engine.images().get(request.pathValue("name"));
    Platforms.require(request, request.pathValue("name"));
    return image;
  }

  private void history(HttpRequest request, HttpResponse response) throws IOException {
    Image image = image(request);
    List<ImageHistoryItem> steps = new ArrayList<>();
    for (ImageHistoryItem step : image.facts().steps()) {
      boolean newest = steps.isEmpty();
      ImageHistoryItem.Builder shown = step.toBuilder().id(newest ? image.id() : "<missing>")
          .size(newest ? image.size() : 0L);
      List<String> tags = newest ? engine.images().tags(image) : List.of();
      steps.add(tags.isEmpty() ? shown.build() : shown.tags(tags).build());
    }
    response.json(200, JsonAdapter.list(ImageHistoryItem.ADAPTER), steps);
  }

  private void prune(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, List<String>> filters = Bodies.filters(request, List.of("dangling", "label", "label!", "until"));
    boolean nameless = !filters.containsKey("dangling") || Bodies.isSet(filters, "dangling");
    List<ImageDeleteItem> deleted = new ArrayList<>();
    long space = 0;
    for (Image image : engine.images().list()) {
      boolean wanted = !(nameless && !engine.images().tags(image).isEmpty())
          && Bodies.labelsAllow(image.config().labels(), filters)
          && ContainerFilter.isBefore(image.created(), filters.get("until"));
      if (wanted && engine.containers().list().stream().noneMatch(each -> each.image().id().equals(image.id()))) {
        try {
          deleted.addAll(engine.images().delete(image.id(), true, engine.containers().list()));
          space += image.size();
        } catch (EngineError e) {
          // A container that uses it was made meanwhile, or it is gone.
        }
      }
    }
    engine.events().containers("prune", Map.of("reclaimed", String.valueOf(space)));
    ImagePruneResponse.Builder answer = ImagePruneResponse.builder().spaceReclaimed(space);
    response.json(200, ImagePruneResponse.ADAPTER,
        deleted.isEmpty() ? answer.build() : answer.imagesDeleted(deleted).build());
  }

  private void delete(HttpRequest request, HttpResponse response) throws IOException {
    List<Container> containers = engine.containers().list();
    List<ImageDeleteItem> done = engine.images().delete(request.pathValue("name"), request.flag("force"), containers);
    response.json(200, JsonAdapter.list(ImageDeleteItem.ADAPTER), done);
  }
}
