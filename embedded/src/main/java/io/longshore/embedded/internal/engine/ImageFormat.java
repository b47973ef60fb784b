package io.longshore.embedded.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.TarWriter;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.engine.model.ImageHistoryItem;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image in the form that archives and registries have: one layer with all its files, and its settings in JSON. */
public final class ImageFormat {
  /** The kind of what a registry keeps under a tag. */
  public static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  private ImageFormat() {}

  /** Writes the one layer. */
  public static void writeLayer(FileTree files, OutputStream out) throws IOException {
    new TarWriter(MountedTree.of(files), "/", "").write(out);
  }

  /** The id of the one layer. */
  static String layer(FileTree files) {
    MessageDigest digest = sha256();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      writeLayer(files, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /** The settings of an image with this layer; their digest is the image's id. */
  static byte[] settings(String layer, Image.Facts facts, ImageConfig config) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("architecture", "amd64");
    settings.put("os", "linux");
    settings.put("author", facts.author());
    settings.put("comment", facts.comment());
    settings.put("created", facts.created().toString());
    settings.put("config", tree(Json.encode(ImageConfig.ADAPTER, config).bytes()));
    settings.put("rootfs", Map.of("type", "layers", "diff_ids", List.of(layer)));
    settings.put("history", history(facts.steps()));
    return json(settings);
  }

  /** The settings of an image. */
  public static byte[] settings(Image image) {
    return settings(image.layer(), image.facts(), image.config());
  }

  /** All but the newest say that they left no layer: there is only one. */
  private static List<Map<String, Object>> history(List<ImageHistoryItem> steps) {
    List<Map<String, Object>> history = new ArrayList<>();
    for (ImageHistoryItem step : steps) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("created", Instant.ofEpochSecond(step.created() == null ? 0 : step.created()).toString());
      one.put("created_by", step.createdBy() == null ? "" : step.createdBy());
      one.put("comment", step.comment() == null ? "" : step.comment());
      if (!history.isEmpty()) {
        one.put("empty_layer", true);
      }
      history.add(one);
    }
    Collections.reverse(history);
    return history;
  }

  /** What a registry keeps under a tag; its digest is the image's there. */
  static byte[] manifest(Image image) {
    byte[] settings = settings(image);
    return json(
        Map.of("schemaVersion", 2, "mediaType", MANIFEST, "config",
            Map.of("mediaType", "application/vnd.docker.container.image.v1+json", "size", settings.length, "digest",
                digest(settings)),
            "layers",
            List.of(Map.of("mediaType", "application/vnd.docker.image.rootfs.diff.tar", "size", image.size(), "digest",
                image.layer()))));
  }

  /** A digest with its algorithm in front. */
  public static String digest(byte[] bytes) {
    return "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Any JSON, as text. */
  public static byte[] json(Object value) {
    return Json.encode(JsonAdapter.ANY, value).bytes();
  }

  private static Object tree(byte[] json) {
    try {
      Object tree = Json.decode(JsonAdapter.ANY, json);
      return tree == null ? Map.of() : tree;
    } catch (IOException e) {
      throw new UncheckedIOException(new String(json, UTF_8), e);
    }
  }
}
