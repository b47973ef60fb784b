package io.longshore.volume;

import io.longshore.error.DockerException;
import io.longshore.generated.engine.api.VolumeApi;
import io.longshore.generated.engine.model.ClusterVolume;
import io.longshore.generated.engine.model.ClusterVolumeSpec;
import io.longshore.generated.engine.model.VolumeDeleteOptions;
import io.longshore.generated.engine.model.VolumeInspect;
import io.longshore.generated.engine.model.VolumeUpdateRequest;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Removal;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A volume, known by its name. A handle has no state: {@link #inspect()} asks the engine. Every method throws
 * {@link io.longshore.error.NotFoundException} if the volume is gone. Thread-safe.
 */
public final class Volume {
  private final ApiExecutor executor;
  private final String name;

  Volume(ApiExecutor executor, String name) {
    this.executor = executor;
    this.name = name;
    // Built here so that an invalid name fails at once and not at the first call.
    VolumeApi.volumeInspect(name);
  }

  /**
   * Returns what this handle was created with.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Asks the engine for everything that it knows about the volume.
   *
   * @return the state of this moment
   */
  public VolumeInspect inspect() {
    return executor.forCall("inspect").call(VolumeApi.volumeInspect(name).request());
  }

  /**
   * Changes a cluster volume: reads its settings, changes them, and writes them with the version that was read. Engines
   * allow changes of the availability only. Since API 1.42.
   *
   * @param change returns new settings from those that were read; fields that this library does not know are kept
   * @throws DockerException if it is not a cluster volume, or another client changed it in the meantime
   */
  public void update(UnaryOperator<ClusterVolumeSpec> change) {
    ApiExecutor calls = executor.forCall("update");
    ClusterVolume now = calls.call(VolumeApi.volumeInspect(name).request()).clusterVolume();
    if (now == null || now.id() == null || now.spec() == null || now.version() == null
        || now.version().index() == null) {
      throw new DockerException("the volume " + name + " is not a cluster volume, so it cannot be changed", null);
    }
    long version = now.version().index();
    VolumeUpdateRequest body = VolumeUpdateRequest.builder().spec(change.apply(now.spec())).build();
    calls.exchange(
        VolumeApi.volumeUpdate(now.id()).options(o -> o.version(version)).body(body).request().about(name),
        Limits.ORDINARY);
  }

  /**
   * Removes the volume and everything in it.
   *
   * @throws io.longshore.error.ConflictException if a container uses it, running or not
   */
  public void remove() {
    remove(options -> {});
  }

  /**
   * Removes the volume and everything in it, in an interrupted thread too.
   *
   * @param options whether to succeed if there is no such volume
   * @throws io.longshore.error.ConflictException if a container uses it, running or not
   */
  public void remove(Consumer<VolumeDeleteOptions> options) {
    Removal.of(executor.forCall("remove"), VolumeApi.volumeDelete(name).options(options).request());
  }

  /**
   * Removes the volume as {@link #remove()} does, and succeeds if it is already gone.
   *
   * @return false if there is no such volume
   * @throws io.longshore.error.ConflictException if a container uses it, running or not
   */
  public boolean removeIfExists() {
    return Removal.ifExists(executor.forCall("removeIfExists"), VolumeApi.volumeDelete(name).request());
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Volume other && name.equals(other.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "Volume[" + name + "]";
  }
}
