package io.longshore.container;

import io.longshore.generated.engine.model.BindOptions;
import io.longshore.generated.engine.model.Mount;
import io.longshore.generated.engine.model.MountType;
import io.longshore.generated.engine.model.TmpfsOptions;
import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The part of {@link CreateOptions.Builder} that mounts directories, volumes and memory. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class MountOptions<B extends MountOptions<B>> extends NameOptions<B> permits HostOptions {
  private static final Pattern FLAGS = Pattern.compile(":(ro|rw|z|Z|U|cached|delegated|consistent|nocopy)(,\\w+)*$");

  final List<Mount> mounts = new ArrayList<>();

  MountOptions() {}

  /**
   * Mounts a directory or file of the engine's host.
   *
   * @param source an absolute path on the engine's host, which must exist
   * @param target an absolute path in the container
   * @return this
   */
  public B bind(String source, String target) {
    return mount(m -> m.type(MountType.BIND).source(Check.text("source", source)).target(target(target)));
  }

  /**
   * Mounts a directory or file of the engine's host, with options such as its propagation. {@link #volume(String)} has
   * the labels of SELinux, {@code z} and {@code Z}.
   *
   * @param source an absolute path on the engine's host, which must exist unless an option says otherwise
   * @param target an absolute path in the container
   * @param options sets them
   * @return this
   */
  public B bind(String source, String target, Consumer<BindOptions.Builder> options) {
    return mount(
        m -> m.type(MountType.BIND).source(Check.text("source", source)).target(target(target))
            .bindOptions(options));
  }

  /**
   * Mounts a directory or file of the engine's host that the container cannot change.
   *
   * @param source an absolute path on the engine's host, which must exist
   * @param target an absolute path in the container
   * @return this
   */
  public B bindReadOnly(String source, String target) {
    return mount(
        m -> m.type(MountType.BIND).source(Check.text("source", source)).target(target(target))
            .readOnly(true));
  }

  /**
   * Mounts a named volume, which is created if it does not exist.
   *
   * @param volume its name
   * @param target an absolute path in the container
   * @return this
   */
  public B volume(String volume, String target) {
    return mount(
        m -> m.type(MountType.VOLUME).source(Check.text("volume", volume)).target(target(target)));
  }

  /**
   * Mounts a volume or a directory of the engine's host in Docker's short form. Docker: {@code --volume}.
   *
   * @param mount {@code target} for a new volume without a name, {@code name:target} for a volume, or
   *     {@code source:target} for a path on the engine's host, which is created as a directory if it does not exist;
   *     the last two also with options: {@code :ro}, {@code :z}, {@code :rshared}, {@code :nocopy}, several with commas
   * @return this
   */
  public B volume(String mount) {
    if (Check.text("volume", mount).indexOf(':') < 0) {
      request.volume(mount);
    } else {
      host.bind(mount);
    }
    return self();
  }

  /**
   * Mounts all that other containers have mounted. Docker: {@code --volumes-from}.
   *
   * @param containers names or ids, with {@code :ro} or {@code :rw} if needed
   * @return this
   */
  public B volumesFrom(String... containers) {
    Check.words("volumesFrom", containers).forEach(host::volumesFrom);
    return self();
  }

  /**
   * Sets the driver of the volumes that {@link #volume(String)} creates. Docker: {@code --volume-driver}.
   *
   * @param driver its name; {@code local} unless set
   * @return this
   */
  public B volumeDriver(String driver) {
    host.volumeDriver(Check.text("volumeDriver", driver));
    return self();
  }

  /**
   * Mounts a directory in memory. Programs in the container see it; {@link Container#files()} does not, so use
   * {@link Container#exec} to fill it.
   *
   * @param target an absolute path in the container
   * @return this
   */
  public B tmpfs(String target) {
    return mount(m -> m.type(MountType.TMPFS).target(target(target)));
  }

  /**
   * Mounts a directory in memory, with a size and a mode. Programs in the container see it; {@link Container#files()}
   * does not.
   *
   * @param target an absolute path in the container
   * @param options sets them
   * @return this
   */
  public B tmpfs(String target, Consumer<TmpfsOptions.Builder> options) {
    return mount(m -> m.type(MountType.TMPFS).target(target(target)).tmpfsOptions(options));
  }

  /**
   * Mounts a directory in memory in Docker's short form. Docker: {@code --tmpfs}.
   *
   * @param target an absolute path in the container
   * @param options those of {@code mount(8)}, such as {@code size=64m,mode=1770,exec}; may be empty
   * @return this
   */
  public B tmpfs(String target, String options) {
    host.tmpfs(target(target), Check.line("options", options));
    return self();
  }

  /** The docker command has flags behind a colon; here they would become a part of the directory's name. */
  private static String target(String path) {
    if (FLAGS.matcher(Check.text("target", path)).find()) {
      throw new IllegalArgumentException(
          "the target '" + path + "' ends with flags; use bindReadOnly(…) for ro, and volume(\"source:target:flags\")"
              + " or mount(…) for other flags");
    }
    return path;
  }

  /**
   * Adds a mount with every detail. Docker: {@code --mount}. Since API 1.25, like all methods here that name source and
   * target apart.
   *
   * @param mount sets the details
   * @return this
   */
  public B mount(Consumer<Mount.Builder> mount) {
    Mount.Builder builder = Mount.builder();
    mount.accept(builder);
    mounts.add(builder.build());
    return self();
  }

  /**
   * Sets an option of the engine's storage driver, such as the size of the root file system. Docker:
   * {@code --storage-opt}.
   *
   * @param name its name, such as {@code size}
   * @param value its value
   * @return this
   */
  public B storageOption(String name, String value) {
    host.storageOpt(name, value);
    return self();
  }
}
