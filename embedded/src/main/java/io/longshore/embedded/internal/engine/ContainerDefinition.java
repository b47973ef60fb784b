package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.Ids;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.Skeleton;
import io.longshore.embedded.internal.network.ContainerNetworks;
import io.longshore.embedded.internal.network.Member;
import io.longshore.generated.engine.model.ContainerConfig;
import io.longshore.generated.engine.model.EndpointSettings;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.LogConfig;
import io.longshore.generated.engine.model.LogDriver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a container is made of: what stays through its life, but for the name. */
abstract class ContainerDefinition implements Member {
  final Engine engine;
  private final String id = Ids.next();
  private final Instant created = Instant.now();
  private final Image image;
  private final ContainerConfig config;
  private final ContainerNetworks networks;
  private final FileTree files;
  private final Mounts mounts;
  private final LogStore logs;
  private volatile String name;

  ContainerDefinition(
      Engine engine,
      String name,
      Image image,
      ContainerConfig config,
      HostConfig hostConfig,
      Map<String, EndpointSettings> endpoints,
      List<ContainerMount> mounts) {
    this.engine = engine;
    this.name = name;
    this.image = image;
    LogConfig log = hostConfig.logConfig();
    this.logs = new LogStore(log == null || !LogDriver.NONE.equals(log.type()));
    this.config = config.hostname() == null || config.hostname().isEmpty()
        ? config.toBuilder().hostname(id.substring(0, 12)).build()
        : config;
    this.networks = new ContainerNetworks(engine.networks(), this, Objects.requireNonNull(this.config.hostname()),
        Objects.requireNonNullElse(hostConfig.networkMode(), "bridge"), endpoints, engine.containers()::networks);
    this.files = Skeleton.container(
        image.files(),
        Objects.requireNonNullElse(this.config.hostname(), ""),
        Objects.requireNonNullElse(config.workingDir(), ""), hostConfig.extraHosts());
    this.mounts = new Mounts(engine, this, hostConfig, mounts);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  void name(String newName) {
    name = newName;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** The image. */
  public Image image() {
    return image;
  }

  /** The image as it was named on creation. */
  public String imageName() {
    return Objects.requireNonNullElse(config.image(), "");
  }

  /** The settings, the image's defaults among them. */
  public ContainerConfig config() {
    return config;
  }

  /** The labels. */
  public Map<String, String> labels() {
    return config.labels();
  }

  /** Whether it has a terminal. */
  public boolean tty() {
    return Boolean.TRUE.equals(config.tty());
  }

  /** The files, without what is mounted. */
  public FileTree files() {
    return files;
  }

  /** What it mounts. */
  public Mounts mounts() {
    return mounts;
  }

  /** Its networks. */
  public ContainerNetworks networks() {
    return networks;
  }

  /** The log. */
  public LogStore logs() {
    return logs;
  }

  /** Path and arguments of the first process. */
  public List<String> argv() {
    List<String> argv = new ArrayList<>(config.entrypoint());
    argv.addAll(config.cmd());
    return argv;
  }
}
