package io.longshore.volume;

import io.longshore.error.DockerException;
import io.longshore.generated.engine.model.VolumeCreateRequest;
import io.longshore.generated.engine.model.VolumeInspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A volume of this name exists and differs from what was requested. It is unchanged. Remove it and create it again, or
 * use {@link #volume()} unchanged.
 */
public final class VolumeDiffersException extends DockerException {
  private static final long serialVersionUID = 1L;

  private final transient Volume volume;

  private VolumeDiffersException(Volume volume, List<String> differences) {
    super(
        "the volume " + volume.name() + " exists already with another " + String.join(" and ", differences)
            + "; remove it first, give another name, or use volumes().get(…) to use it unchanged",
        null);
    this.volume = volume;
  }

  /** The message has no values: driver options may contain a password. */
  static void check(Volume volume, VolumeCreateRequest wanted, VolumeInspect made) {
    List<String> differences = new ArrayList<>();
    if (wanted.driver() != null && !wanted.driver().isEmpty() && !wanted.driver().equals(made.driver())) {
      differences.add("driver (" + made.driver() + ")");
    }
    different(wanted.driverOpts(), made.options(), "driver option", differences);
    different(wanted.labels(), made.labels(), "label", differences);
    if (!differences.isEmpty()) {
      throw new VolumeDiffersException(volume, differences);
    }
  }

  private static void different(
      Map<String, String> wanted, Map<String, String> made, String what, List<String> differences) {
    wanted.forEach(
        (name, value) -> {
          if (!value.equals(made.get(name))) {
            differences.add(what + " " + name);
          }
        });
  }

  /**
   * Returns the volume that exists.
   *
   * @return its handle
   */
  public Volume volume() {
    return volume;
  }
}
