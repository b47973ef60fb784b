package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.files.Changes;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileKind;
import io.longshore.embedded.internal.files.FileStat;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.files.Owner;
import io.longshore.embedded.internal.files.TarReader;
import io.longshore.embedded.internal.files.TarWriter;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.embedded.internal.http.HttpResponse;
import io.longshore.embedded.internal.http.Router;
import io.longshore.embedded.internal.process.User;
import io.longshore.generated.engine.model.FilesystemChange;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Containers' files, with what is mounted from outside. */
record ArchiveRoutes(Engine engine) {
  void addTo(Router router) {
    router
        .add("GET", "/containers/{id}/archive", this::pack)
        .add("HEAD", "/containers/{id}/archive", this::stat)
        .add("PUT", "/containers/{id}/archive", this::unpack)
        .add("GET", "/containers/{id}/export", this::export)
        .add("GET", "/containers/{id}/changes", this::changes);
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /** What a request names: a container and an absolute path whose end, a slash or a dot, is kept. */
  private record Place(Container container, MountedTree files, String asNamed, String asked, String path) {
    static Place of(Engine engine, HttpRequest request) {
      String asked = request.query("path");
      if (asked.isEmpty()) {
        throw EngineError.invalid("bad parameter: pathcannot be empty");
      }
      String clean = Names.clean("/" + asked);
      boolean dot = asked.equals(".") || asked.endsWith("/.");
      String end = dot ? "/." : asked.endsWith("/") ? "/" : "";
      String path = clean.equals("/") ? "/" + end.replace("/", "") : clean + end;
      Container container = engine.containers().get(request.pathValue("id"));
      return new Place(container, container.mounts().forArchives(), request.pathValue("id"), asked, path);
    }

    /** The name that the archive's entries begin with. */
    String name() {
      String clean = Names.clean(path);
      return path.endsWith("/.") ? "." : clean.equals("/") ? "/" : clean.substring(clean.lastIndexOf('/') + 1);
    }

    <T> T run(Step<T> step) throws IOException {
      try {
        return step.run();
      } catch (FileError e) {
        throw error(e);
      }
    }

    EngineError error(FileError error) {
      return switch (error.kind()) {
        case NOT_FOUND -> EngineError.notFound("Could not find the file " + asked + " in container " + asNamed);
        default -> EngineError.failed("lstat " + path + ": " + error.goWords());
      };
    }

    FileStat stat(boolean follow) throws IOException {
      return run(() -> files.stat(path, follow));
    }
  }

  private void pack(HttpRequest request, HttpResponse response) throws IOException {
    Place place = Place.of(engine, request);
    tellStat(place, response);
    TarWriter archive = place.run(() -> new TarWriter(place.files, place.path, place.name()));
    place.container.tell("archive-path");
    response.header("Content-Type", "application/x-tar");
    boolean gzip = request.headerHas("Accept-Encoding", "gzip");
    if (gzip) {
      response.header("Content-Encoding", "gzip");
    }
    OutputStream out = response.stream(200);
    archive.write(gzip ? new GZIPOutputStream(out) : out);
  }

  private void stat(HttpRequest request, HttpResponse response) throws IOException {
    tellStat(Place.of(engine, request), response);
    response.empty(200);
  }

  private static void tellStat(Place place, HttpResponse response) throws IOException {
    FileStat stat = place.stat(false);
    boolean isLink = stat.kind() == FileKind.LINK;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", place.name());
    values.put("size", stat.size());
    values.put("mode", goMode(stat));
    values.put("mtime", goTime(stat.modified()));
    values.put("linkTarget", isLink ? target(place) : "");
    byte[] json = Json.encode(JsonAdapter.map(JsonAdapter.ANY), values).bytes();
    response.header("X-Docker-Container-Path-Stat", Base64.getEncoder().encodeToString(json));
  }

  private static String target(Place place) {
    try {
      return place.files.real(place.path);
    } catch (FileError e) {
      throw EngineError.failed("evalSymlinksInScope: too many links in " + place.path);
    }
  }

  /** A time as Go writes it: without zeros at the end of the fraction. */
  private static String goTime(Instant time) {
    String text = time.toString();
    return text.contains(".") ? text.replaceFirst("0+Z$", "Z") : text;
  }

  /** The mode as Go has it: the kind and the special bits are at the top. */
  private static long goMode(FileStat stat) {
    long kind = switch (stat.kind()) {
      case FOLDER -> 1L << 31;
      case LINK -> 1L << 27;
      case FIFO -> 1L << 25;
      default -> 0;
    };
    long setUser = (stat.mode() & 04000) != 0 ? 1L << 23 : 0;
    long setGroup = (stat.mode() & 02000) != 0 ? 1L << 22 : 0;
    long sticky = (stat.mode() & 01000) != 0 ? 1L << 20 : 0;
    return kind | setUser | setGroup | sticky | stat.mode() & 0777;
  }

  private void unpack(HttpRequest request, HttpResponse response) throws IOException {
    Place place = Place.of(engine, request);
    if (!place.stat(true).isFolder()) {
      throw EngineError.invalid("extraction point is not a directory");
    }
    Container container = place.container;
    String directory = place.run(() -> place.files.real(place.path));
    checkWritable(place, directory);
    Owner owner = request.flag("copyUIDGID") ? ownerOf(container) : null;
    try {
      new TarReader(place.files, directory, request.flag("noOverwriteDirNonDir"), owner).read(request.body());
    } catch (FileError e) {
      throw place.error(e);
    }
    container.tell("extract-to-dir");
    response.empty(200);
  }

  private static void checkWritable(Place place, String directory) {
    MountedTree.Mount mount = place.files.mount(directory);
    boolean inMount = !mount.path().equals("/");
    if (inMount && mount.readOnly()) {
      throw EngineError.invalid("mounted volume is marked read-only");
    }
    if (!inMount && Boolean.TRUE.equals(place.container.hostConfig().readonlyRootfs())) {
      throw EngineError.invalid("container rootfs is marked read-only");
    }
  }

  /** The user of a container's process; null if none is set. */
  private static @Nullable Owner ownerOf(Container container) {
    String name = Objects.requireNonNullElse(container.config().user(), "");
    if (name.isEmpty()) {
      return null;
    }
    try {
      User user = User.of(name);
      return new Owner(user.id(), user.groupId());
    } catch (EngineError e) {
      String why = e.words().replaceFirst("^.*: ", "");
      throw EngineError.invalid("failed to look up user \"" + name + "\" in container: " + why);
    }
  }

  private void export(HttpRequest request, HttpResponse response) throws IOException {
    Container container = engine.containers().get(request.pathValue("id"));
    TarWriter archive = new TarWriter(MountedTree.of(container.files()), "/", "");
    container.tell("export");
    response.header("Content-Type", "application/octet-stream");
    archive.write(response.stream(200));
  }

  private void changes(HttpRequest request, HttpResponse response) throws IOException {
    List<FilesystemChange> changes = Changes.of(engine.containers().get(request.pathValue("id")).files()).stream()
        .map(change -> FilesystemChange.builder().path(change.path()).kind((long) change.kind()).build())
        .toList();
    if (changes.isEmpty()) {
      response.text(200, "application/json", "null\n");
    } else {
      response.json(200, JsonAdapter.list(FilesystemChange.ADAPTER), changes);
    }
  }
}
