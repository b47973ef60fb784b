package io.longshore.container;

import io.longshore.generated.engine.model.DeviceRequest;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;

/**
 * The part of {@link CreateOptions.Builder} that gives a container devices of the host. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class DeviceOptions<B extends DeviceOptions<B>> extends ResourceOptions<B>
    permits IsolationOptions {
  private static final List<List<String>> GPU = List.of(List.of("gpu"));

  DeviceOptions() {}

  /**
   * Gives the container a device of the host, at the same path, to read, write and create nodes. Docker:
   * {@code --device}.
   *
   * @param path such as {@code /dev/fuse}
   * @return this
   */
  public B device(String path) {
    return device(path, path, "rwm");
  }

  /**
   * Gives the container a device of the host. Docker: {@code --device}.
   *
   * @param pathOnHost such as {@code /dev/fuse}
   * @param pathInContainer its path in the container
   * @param permissions any of {@code r} (read), {@code w} (write) and {@code m} (create nodes)
   * @return this
   */
  public B device(String pathOnHost, String pathInContainer, String permissions) {
    if (!permissions.matches("[rwm]{1,3}")) {
      throw new IllegalArgumentException("the permissions are '" + permissions + "'; write any of r, w and m");
    }
    host.device(
        d -> d.pathOnHost(Check.text("pathOnHost", pathOnHost))
            .pathInContainer(Check.text("pathInContainer", pathInContainer)).cgroupPermissions(permissions));
    return self();
  }

  /**
   * Allows kinds of devices, whether or not they exist yet. Docker: {@code --device-cgroup-rule}. Since API 1.28.
   *
   * @param rules in the kernel's syntax, such as {@code c 13:* rwm}
   * @return this
   */
  public B deviceCgroupRule(String... rules) {
    Check.words("deviceCgroupRule", rules).forEach(host::deviceCgroupRule);
    return self();
  }

  /**
   * Gives the container every GPU of the host. Docker: {@code --gpus all}. Since API 1.40.
   *
   * @return this
   */
  public B allGpus() {
    return deviceRequest(d -> d.count(-1L).capabilities(GPU));
  }

  /**
   * Gives the container a number of GPUs. Docker: {@code --gpus 2}. Since API 1.40.
   *
   * @param count how many
   * @return this
   */
  public B gpus(int count) {
    return deviceRequest(d -> d.count(Check.notNegative("gpus", count)).capabilities(GPU));
  }

  /**
   * Gives the container certain GPUs. Docker: {@code --gpus device=0,1}. Since API 1.40.
   *
   * @param ids their ids or indexes
   * @return this
   */
  public B gpuDevices(String... ids) {
    return deviceRequest(d -> d.deviceIds(Check.words("gpuDevices", ids)).capabilities(GPU));
  }

  /**
   * Requests devices from a driver, such as those of CDI with {@code d.driver("cdi").deviceIds(…)}. Docker:
   * {@code --gpus} and, for names of CDI, {@code --device}. Since API 1.40.
   *
   * @param device which ones
   * @return this
   */
  public B deviceRequest(Consumer<DeviceRequest.Builder> device) {
    host.deviceRequest(device);
    return self();
  }
}
