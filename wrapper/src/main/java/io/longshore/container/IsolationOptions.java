package io.longshore.container;

import io.longshore.generated.engine.model.CgroupnsMode;
import io.longshore.generated.engine.model.Isolation;
import io.longshore.internal.options.Check;
import java.util.Objects;

/**
 * The part of {@link CreateOptions.Builder} that says what separates a container from its host: capabilities, security
 * options, namespaces, the runtime. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class IsolationOptions<B extends IsolationOptions<B>> extends DeviceOptions<B>
    permits NameOptions {
  IsolationOptions() {}

  /**
   * Adds kernel capabilities. Docker: {@code --cap-add}.
   *
   * @param capabilities such as {@code NET_ADMIN}; {@code ALL} for every one
   * @return this
   */
  public B capAdd(String... capabilities) {
    Check.words("capAdd", capabilities).forEach(host::capAdd);
    return self();
  }

  /**
   * Removes kernel capabilities. Docker: {@code --cap-drop}.
   *
   * @param capabilities such as {@code NET_RAW}; {@code ALL} for every one
   * @return this
   */
  public B capDrop(String... capabilities) {
    Check.words("capDrop", capabilities).forEach(host::capDrop);
    return self();
  }

  /**
   * Adds options of SELinux, AppArmor and seccomp. Docker: {@code --security-opt}.
   *
   * @param options such as {@code no-new-privileges} or {@code apparmor=unconfined}. After {@code seccomp=} the engine
   *     expects a profile as JSON: the docker command reads the file that its user names
   * @return this
   */
  public B securityOption(String... options) {
    Check.words("securityOption", options).forEach(host::securityOpt);
    return self();
  }

  /**
   * Makes the root file system read-only. Mounts stay writable. Docker: {@code --read-only}.
   *
   * @return this
   */
  public B readOnly() {
    host.readonlyRootfs(true);
    return self();
  }

  /**
   * Adds groups to those of the program's user. Docker: {@code --group-add}.
   *
   * @param groups names or numbers
   * @return this
   */
  public B groupAdd(String... groups) {
    Check.words("groupAdd", groups).forEach(host::groupAdd);
    return self();
  }

  /**
   * Sets a kernel parameter of the container's namespaces. Docker: {@code --sysctl}.
   *
   * @param name such as {@code net.core.somaxconn}
   * @param value its value
   * @return this
   */
  public B sysctl(String name, String value) {
    host.sysctl(name, value);
    return self();
  }

  /**
   * Sets whose processes the container sees. Docker: {@code --pid}.
   *
   * @param mode {@code host} or {@code container:NAME}
   * @return this
   */
  public B pid(String mode) {
    host.pidMode(Check.text("pid", mode));
    return self();
  }

  /**
   * Sets with whom the container shares memory and semaphores. Docker: {@code --ipc}.
   *
   * @param mode {@code none}, {@code private}, {@code shareable}, {@code host} or {@code container:NAME}
   * @return this
   */
  public B ipc(String mode) {
    host.ipcMode(Check.text("ipc", mode));
    return self();
  }

  /**
   * Sets whose hostname the container has. Docker: {@code --uts}.
   *
   * @param mode {@code host}
   * @return this
   */
  public B uts(String mode) {
    host.utsMode(Check.text("uts", mode));
    return self();
  }

  /**
   * Sets whose users the container has, on engines that map users. Docker: {@code --userns}.
   *
   * @param mode {@code host}
   * @return this
   */
  public B userns(String mode) {
    host.usernsMode(Check.text("userns", mode));
    return self();
  }

  /**
   * Sets whose cgroups the container sees. Docker: {@code --cgroupns}. Since API 1.41.
   *
   * @param mode the host's, or its own
   * @return this
   */
  public B cgroupns(CgroupnsMode mode) {
    host.cgroupnsMode(Objects.requireNonNull(mode, "mode"));
    return self();
  }

  /**
   * Sets the OCI runtime. Docker: {@code --runtime}.
   *
   * @param runtime a name that the engine's configuration has
   * @return this
   */
  public B runtime(String runtime) {
    host.runtime(Check.text("runtime", runtime));
    return self();
  }

  /**
   * Sets how Windows isolates the container; engines on Linux refuse all but the default. Docker: {@code --isolation}.
   *
   * @param isolation the technology
   * @return this
   */
  public B isolation(Isolation isolation) {
    host.isolation(Objects.requireNonNull(isolation, "isolation"));
    return self();
  }

  /**
   * Adds metadata for the OCI runtime. Docker: {@code --annotation}. Since API 1.43.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public B annotation(String name, String value) {
    host.annotation(name, value);
    return self();
  }
}
