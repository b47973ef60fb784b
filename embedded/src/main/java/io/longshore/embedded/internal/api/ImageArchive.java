package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Image;
import io.longshore.embedded.internal.engine.ImageFormat;
import io.longshore.embedded.internal.engine.Reference;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Tree;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageHistoryItem;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** Images in an archive, as {@code docker save} makes it. */
final class ImageArchive {
  private static final String MANIFEST = "manifest.json";
  private static final String WHITEOUT = ".wh.";

  private ImageArchive() {}

  /** An image of an archive, with its layers on top of each other. */
  record Entry(String id, List<Reference> names, long size, Image.Facts facts, ImageConfig config, FileTree files) {}

  static void write(OutputStream out, Map<Image, List<String>> images) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    List<Map<String, @Nullable Object>> manifest = new ArrayList<>();
    Map<String, Image> written = new LinkedHashMap<>();
    for (Map.Entry<Image, List<String>> each : images.entrySet()) {
      Image image = each.getKey();
      String layer = image.layer().substring(7) + "/layer.tar";
      if (written.put(layer, image) == null) {
        Counter counter = new Counter();
        ImageFormat.writeLayer(image.files(), counter);
        begin(tar, layer, counter.count);
        ImageFormat.writeLayer(image.files(), new Unclosed(tar));
        tar.closeArchiveEntry();
      }
      byte[] settings = ImageFormat.settings(image);
      String name = ImageFormat.digest(settings).substring(7) + ".json";
      file(tar, name, settings);
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("Config", name);
      one.put("RepoTags", each.getValue().isEmpty() ? null : each.getValue());
      one.put("Layers", List.of(layer));
      manifest.add(one);
    }
    file(tar, MANIFEST, ImageFormat.json(manifest));
    tar.close();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
    begin(tar, name, content.length);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void begin(TarArchiveOutputStream tar, String name, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
  }

  /** Reads one; what is wrong with it is told in the words of engines. */
  static List<Entry> read(InputStream body) throws IOException {
    FileTree unpacked = FileTree.empty(FileTree.DEFAULT_LIMIT);
    ImageMakingRoutes.unpack(body, unpacked);
    MountedTree archive = MountedTree.of(unpacked);
    List<Entry> entries = new ArrayList<>();
    try (InputStream in = archive.read(MANIFEST)) {
      for (Object each : (List<?>) json(in.readAllBytes())) {
        entries.add(entry(archive, (Map<?, ?>) each));
      }
      return entries;
    } catch (FileError e) {
      throw EngineError.failed("open /var/lib/docker/tmp/docker-import/" + e.getFile() + ": " + e.goWords());
    } catch (ClassCastException e) {
      throw EngineError.failed("the archive's " + MANIFEST + " is not one of docker save");
    }
  }

  private static Entry entry(MountedTree archive, Map<?, ?> manifest) throws IOException {
    byte[] settings;
    try (InputStream in = archive.read((String) part(manifest, "Config"))) {
      settings = in.readAllBytes();
    }
    FileTree files = FileTree.empty(FileTree.DEFAULT_LIMIT);
    for (Object layer : (List<?>) part(manifest, "Layers")) {
      try (InputStream in = archive.read((String) layer)) {
        ImageMakingRoutes.unpack(in, files);
      }
      removeWhiteouts(MountedTree.of(files));
    }
    Map<?, ?> facts = (Map<?, ?>) json(settings);
    ImageConfig config = Json.decode(ImageConfig.ADAPTER, ImageFormat.json(part(facts, "config")));
    List<Reference> names = new ArrayList<>();
    if (manifest.get("RepoTags") instanceof List<?> tags) {
      tags.forEach(tag -> names.add(Reference.parse((String) tag)));
    }
    return new Entry(ImageFormat.digest(settings), names, files.size(), facts(facts),
        config == null ? ImageConfig.builder().build() : config, files);
  }

  private static Object part(Map<?, ?> of, String name) {
    Object part = of.get(name);
    if (part == null) {
      throw EngineError.failed("the archive says nothing of " + name);
    }
    return part;
  }

  private static Image.Facts facts(Map<?, ?> settings) {
    List<ImageHistoryItem> steps = new ArrayList<>();
    if (settings.get("history") instanceof List<?> history) {
      for (Object each : history) {
        Map<?, ?> step = (Map<?, ?>) each;
        steps.add(ImageHistoryItem.builder().created(time(step).getEpochSecond())
            .createdBy(text(step, "created_by")).comment(text(step, "comment")).build());
      }
    }
    Collections.reverse(steps);
    return new Image.Facts(time(settings), text(settings, "comment"), text(settings, "author"), steps);
  }

  private static Instant time(Map<?, ?> of) {
    try {
      return Instant.parse(text(of, "created"));
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static String text(Map<?, ?> of, String name) {
    return of.get(name) instanceof String text ? text : "";
  }

  private static Object json(byte[] text) throws IOException {
    Object value = Json.decode(JsonAdapter.ANY, text);
    if (value == null) {
      throw EngineError.failed("the archive holds no image");
    }
    return value;
  }

  /** A layer removes a file of the layers below by one of this name. */
  private static void removeWhiteouts(MountedTree files) throws FileError {
    for (Tree.Item item : files.snapshot("/")) {
      int slash = item.name().lastIndexOf('/');
      String name = item.name().substring(slash + 1);
      if (name.startsWith(WHITEOUT)) {
        files.removeAll("/" + item.name());
        String hidden = "/" + item.name().substring(0, slash + 1) + name.substring(WHITEOUT.length());
        try {
          files.removeAll(hidden);
        } catch (FileError e) {
          // The layers below do not have it.
        }
      }
    }
  }

  private static final class Counter extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }

  /** An entry's content ends with an archive, which closes what it is written to. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() {}
  }
}
