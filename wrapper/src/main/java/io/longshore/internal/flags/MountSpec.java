package io.longshore.internal.flags;

import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.MountPropagation;
import io.longshore.generated.engine.model.MountType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The value of {@code --mount}. */
public final class MountSpec {
  private static final Set<String> FLAGS = Set.of("readonly", "ro", "volume-nocopy", "bind-nonrecursive");

  private static final Map<String, BiConsumer<MountSpec, String>> KEYS = Map.ofEntries(
      Map.entry("type", (m, v) -> m.mount.type(m.type = MountType.of(v.toLowerCase(Locale.ROOT)))),
      Map.entry("source", MountSpec::source),
      Map.entry("src", MountSpec::source),
      Map.entry("target", (m, v) -> m.mount.target(v)),
      Map.entry("dst", (m, v) -> m.mount.target(v)),
      Map.entry("destination", (m, v) -> m.mount.target(v)),
      Map.entry("readonly", (m, v) -> m.mount.readOnly(Values.bool(v))),
      Map.entry("ro", (m, v) -> m.mount.readOnly(Values.bool(v))),
      Map.entry("consistency", (m, v) -> m.mount.consistency(v.toLowerCase(Locale.ROOT))),
      Map.entry("bind-propagation", (m, v) -> m.mount.bindOptions(
          b -> b.propagation(MountPropagation.of(v.toLowerCase(Locale.ROOT))))),
      Map.entry("bind-nonrecursive", (m, v) -> m.mount.bindOptions(b -> b.nonRecursive(Values.bool(v)))),
      Map.entry("bind-recursive", (m, v) -> m.recursive = v),
      Map.entry("volume-nocopy", (m, v) -> m.mount.volumeOptions(o -> o.noCopy(Values.bool(v)))),
      Map.entry("volume-subpath", (m, v) -> m.mount.volumeOptions(o -> o.subpath(v))),
      Map.entry("volume-label",
          (m, v) -> m.mount.volumeOptions(o -> o.labels(KeyValueFile.with(o.build().labels(), v)))),
      Map.entry("volume-driver", (m, v) -> m.mount.volumeOptions(o -> o.driverConfig(d -> d.name(v)))),
      Map.entry("volume-opt", (m, v) -> m.mount.volumeOptions(
          o -> o.driverConfig(d -> d.options(KeyValueFile.with(d.build().options(), v))))),
      Map.entry("image-subpath", (m, v) -> m.mount.imageOptions(o -> o.subpath(v))),
      Map.entry("tmpfs-size", (m, v) -> m.mount.tmpfsOptions(t -> t.sizeBytes(Values.size(v)))),
      Map.entry("tmpfs-mode", (m, v) -> m.mount.tmpfsOptions(t -> t.mode(mode(v)))));

  private final Mount.Builder mount = Mount.builder();
  private MountType type = MountType.VOLUME;
  private String recursive = "enabled";

  private MountSpec() {}

  /** Reads it. */
  public static Mount of(String text) {
    return new MountSpec().read(text);
  }

  private Mount read(String text) {
    mount.type(type);
    for (Fields.Field field : Fields.of(text, FLAGS)) {
      BiConsumer<MountSpec, String> key = KEYS.get(field.key());
      if (key == null) {
        throw Fields.unexpected(field.key());
      }
      try {
        key.accept(this, field.hasValue() ? field.value() : "true");
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(field.key() + ": " + e.getMessage(), e);
      }
    }
    applyRecursive();
    Mount built = mount.build();
    checkFits("bind", built.bindOptions());
    checkFits("volume", built.volumeOptions());
    checkFits("image", built.imageOptions());
    checkFits("tmpfs", built.tmpfsOptions());
    if (built.target() == null || built.target().isBlank()) {
      throw new IllegalArgumentException("it has no target; add target=/path");
    }
    if (type.equals(MountType.BIND) && built.source() != null && built.source().startsWith(".")) {
      return built.toBuilder().source(Path.of(built.source()).toAbsolutePath().normalize().toString()).build();
    }
    return built;
  }

  private void source(String value) {
    mount.source(value);
  }

  private void checkFits(String kind, @Nullable Object options) {
    if (options != null && !type.value().equals(kind)) {
      throw new IllegalArgumentException(kind + "-… is only for mounts of the type " + kind + "; this is a " + type);
    }
  }

  private void applyRecursive() {
    if (Set.of("writable", "readonly").contains(recursive) && !Boolean.TRUE.equals(mount.build().readOnly())) {
      throw new IllegalArgumentException("bind-recursive=" + recursive + " is only for read-only mounts; add readonly");
    }
    switch (recursive) {
      case "enabled" -> {
      }
      case "disabled" -> mount.bindOptions(b -> b.nonRecursive(true));
      case "writable" -> mount.bindOptions(b -> b.readOnlyNonRecursive(true));
      case "readonly" -> mount.bindOptions(b -> b.readOnlyForceRecursive(true));
      default -> throw new IllegalArgumentException(
          "bind-recursive: write enabled, disabled, writable or readonly");
    }
  }

  private static long mode(String text) {
    try {
      return Long.parseLong(text, 8);
    } catch (NumberFormatException e) {
      throw Values.wrong(text, "write an octal number such as 1770");
    }
  }
}
