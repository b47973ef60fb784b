package io.longshore.embedded.internal.engine;

import io.longshore.generated.engine.model.BindOptions;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.MountPoint;
import io.longshore.generated.engine.model.MountPropagation;
import io.longshore.generated.engine.model.MountType;
import java.util.List;
import java.util.Objects;

/**
 * What a container mounts.
 *
 * @param spec as asked for; without a source for a volume of the container's own
 * @param mode the words after a bind's second colon
 * @param volume the name of the volume; empty for others
 * @param copies whether an empty volume begins with what the image has at its place
 * @param creates whether a missing directory of the host is created
 * @param shown whether the container shows it among its mounts
 */
public record ContainerMount(Mount spec, String mode, String volume, boolean copies, boolean creates, boolean shown) {
  /** Where it is. */
  String target() {
    return Objects.requireNonNull(spec.target());
  }

  boolean is(MountType type) {
    return type.equals(spec.type());
  }

  boolean readOnly() {
    return Boolean.TRUE.equals(spec.readOnly()) || List.of(mode.split(",")).contains("ro");
  }

  /** Whether a filter by a volume means it: by its name or its place. */
  public boolean isNamed(String text) {
    return is(MountType.VOLUME) && text.equals(volume) || text.equals(target());
  }

  ContainerMount of(String name) {
    return new ContainerMount(spec, mode, name, copies, creates, shown);
  }

  /** The same for another container. */
  ContainerMount lent(boolean asReadOnly) {
    Mount changed = spec.toBuilder().readOnly(readOnly() || asReadOnly).build();
    return new ContainerMount(changed, "", volume, false, creates, shown);
  }

  /** As engines show it. */
  public MountPoint point() {
    MountPoint.Builder point = MountPoint.builder()
        .type(spec.type())
        .destination(spec.target())
        .mode(mode)
        .readWrite(!readOnly());
    if (is(MountType.VOLUME)) {
      return point.name(volume).source(VolumeStore.directory(volume)).driver("local").propagation("").build();
    }
    return point.source(Objects.requireNonNullElse(spec.source(), ""))
        .propagation(is(MountType.BIND) ? propagation() : "")
        .build();
  }

  private String propagation() {
    BindOptions options = spec.bindOptions();
    MountPropagation own = options == null ? null : options.propagation();
    return own == null ? "rprivate" : own.value();
  }
}
