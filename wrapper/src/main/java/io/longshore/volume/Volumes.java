package io.longshore.volume;

import io.longshore.generated.engine.api.VolumeApi;
import io.longshore.generated.engine.model.VolumeCreateRequest;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.generated.engine.model.VolumeListOptions;
import io.longshore.generated.engine.model.VolumeListResponse;
import io.longshore.generated.engine.model.VolumePruneOptions;
import io.longshore.generated.engine.model.VolumePruneResponse;
import io.longshore.internal.Answered;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.options.Check;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The volumes of an engine. Thread-safe. */
public final class Volumes {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  private static final System.Logger LOG = System.getLogger(Volumes.class.getName());

  private final ApiExecutor executor;

  /**
   * Created by {@link io.longshore.DockerClient#volumes()}.
   *
   * @param executor sends the requests
   */
  public Volumes(ApiExecutor executor) {
    this.executor = executor;
  }

  /**
   * Creates a volume of the local driver; see {@link #create(Consumer)}.
   *
   * @param name its name
   * @return the volume
   * @throws io.longshore.error.BadRequestException if the engine refuses the name
   */
  public Volume create(String name) {
    return create(options -> options.name(Check.text("name", name)));
  }

  /**
   * Creates a volume. If a volume of this name exists, engines return it and change nothing. This method returns it too
   * if it matches what was requested, and throws otherwise; {@link #get} returns it without a check.
   *
   * <pre>{@code
   * Volume data = docker.volumes().create(v -> v.name("data").label("com.example.team", "harbor"));
   * }</pre>
   *
   * @param options its name, driver and labels; without a name the engine chooses one
   * @return the volume
   * @throws VolumeDiffersException if a volume of the name exists with another driver, other driver options or other
   *     labels
   * @throws io.longshore.error.NotFoundException if there is no such driver; an engine looks for it for 15 seconds
   * @throws io.longshore.error.BadRequestException if the engine refuses the name or an option
   */
  public Volume create(Consumer<VolumeCreateRequest.Builder> options) {
    VolumeCreateRequest.Builder builder = VolumeCreateRequest.builder();
    options.accept(builder);
    VolumeCreateRequest wanted = builder.build();
    VolumeInspect made = executor.forCall("create").call(VolumeApi.volumeCreate().body(wanted).request(), Limits.HEAVY);
    Volume volume = get(Answered.id(made.name(), NAME, "the volume", "look for it in the list"));
    VolumeDiffersException.check(volume, wanted, made);
    return volume;
  }

  /**
   * Lists the volumes.
   *
   * @return what the engine says about each, in no particular order
   */
  public List<VolumeInspect> list() {
    return list(options -> {});
  }

  /**
   * Lists volumes. Warnings about drivers that could not be asked are logged.
   *
   * @param options which ones
   * @return what the engine says about each, in no particular order
   */
  public List<VolumeInspect> list(Consumer<VolumeListOptions> options) {
    VolumeListResponse found = executor.forCall("list").call(VolumeApi.volumeList().options(options).request(),
        Limits.HEAVY);
    found.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, "VolumeList: {0}", warning));
    return found.volumes();
  }

  /**
   * Returns a handle to an existing volume. This method does not ask the engine: the handle's first call throws
   * {@link io.longshore.error.NotFoundException} if there is no such volume.
   *
   * @param name its name
   * @return the handle
   * @throws IllegalArgumentException if the text cannot be a name
   */
  public Volume get(String name) {
    return new Volume(executor, name);
  }

  /**
   * Removes the local volumes that no container uses. Up to API 1.41 engines remove all of them, from 1.42 on only
   * those without a name. Since API 1.25.
   *
   * @return which ones, and the bytes that were freed
   */
  public VolumePruneResponse prune() {
    return prune(options -> {});
  }

  /**
   * Removes local volumes that no container uses. Since API 1.25.
   *
   * @param options which ones
   * @return which ones, and the bytes that were freed
   */
  public VolumePruneResponse prune(Consumer<VolumePruneOptions> options) {
    return executor.forCall("prune").call(VolumeApi.volumePrune().options(options).request(), Limits.HEAVY);
  }
}
