package io.longshore.container;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.generated.engine.model.HostConfig;
import io.longshore.generated.engine.model.ThrottleDevice;
import io.longshore.internal.options.Check;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The part of {@link CreateOptions.Builder} that limits what a container may use. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ResourceOptions<B extends ResourceOptions<B>> permits DeviceOptions {
  final ContainerCreateRequest.Builder request = ContainerCreateRequest.builder();
  HostConfig.Builder host = HostConfig.builder();

  ResourceOptions() {}

  abstract B self();

  /**
   * Limits the memory. Docker: {@code --memory}.
   *
   * @param bytes the limit; engines refuse less than 6 MiB
   * @return this
   */
  public B memory(long bytes) {
    host.memory(Check.notNegative("memory", bytes));
    return self();
  }

  /**
   * Sets the memory to which the container is reduced if the host runs short. Docker: {@code --memory-reservation}.
   *
   * @param bytes less than the limit
   * @return this
   */
  public B memoryReservation(long bytes) {
    host.memoryReservation(Check.notNegative("memoryReservation", bytes));
    return self();
  }

  /**
   * Limits memory and swap together; twice the memory unless set. Docker: {@code --memory-swap}.
   *
   * @param bytes the limit of both, at least that of the memory; -1 for unlimited swap
   * @return this
   */
  public B memorySwap(long bytes) {
    host.memorySwap(bytes == -1 ? bytes : Check.notNegative("memorySwap", bytes));
    return self();
  }

  /**
   * Sets how readily the kernel swaps the container's memory. Only hosts with cgroup v1 have it; others ignore it.
   * Docker: {@code --memory-swappiness}.
   *
   * @param percent from 0 to 100
   * @return this
   */
  public B memorySwappiness(int percent) {
    host.memorySwappiness(Check.notNegative("memorySwappiness", percent));
    return self();
  }

  /**
   * Lets programs wait for memory instead of being killed. Only hosts with cgroup v1 have it; others ignore it. Docker:
   * {@code --oom-kill-disable}.
   *
   * @return this
   */
  public B oomKillDisable() {
    host.oomKillDisable(true);
    return self();
  }

  /**
   * Sets how soon the kernel kills the container if the host has no memory left. Docker: {@code --oom-score-adj}.
   *
   * @param score from -1000 to 1000; the higher, the sooner
   * @return this
   */
  public B oomScoreAdj(int score) {
    host.oomScoreAdj((long) score);
    return self();
  }

  /**
   * Sets the size of {@code /dev/shm}, 64 MiB unless set. Docker: {@code --shm-size}.
   *
   * @param bytes the size
   * @return this
   */
  public B shmSize(long bytes) {
    host.shmSize(Check.notNegative("shmSize", bytes));
    return self();
  }

  /**
   * Limits the CPU time. Excludes {@link #cpuQuota}. Docker: {@code --cpus}.
   *
   * @param cpus in CPUs: 1.5 is one and a half
   * @return this
   */
  public B cpus(double cpus) {
    host.nanoCpus(Cpus.nano(cpus));
    return self();
  }

  /**
   * Weighs the CPU time against other containers. Docker: {@code --cpu-shares}.
   *
   * @param shares the weight; 1024 unless set
   * @return this
   */
  public B cpuShares(long shares) {
    host.cpuShares(Check.notNegative("cpuShares", shares));
    return self();
  }

  /**
   * Limits the CPU time in each period. Docker: {@code --cpu-quota}.
   *
   * @param quota in whole microseconds
   * @return this
   */
  public B cpuQuota(Duration quota) {
    host.cpuQuota(Check.micros("cpuQuota", quota));
    return self();
  }

  /**
   * Sets the period for {@link #cpuQuota}; 100 milliseconds unless set. Docker: {@code --cpu-period}.
   *
   * @param period in whole microseconds, from 1 millisecond to 1 second
   * @return this
   */
  public B cpuPeriod(Duration period) {
    host.cpuPeriod(Check.micros("cpuPeriod", period));
    return self();
  }

  /**
   * Limits the real-time CPU time in each real-time period. Only hosts with cgroup v1 have it. Docker:
   * {@code --cpu-rt-runtime}. Since API 1.25.
   *
   * @param runtime in whole microseconds
   * @return this
   */
  public B cpuRealtimeRuntime(Duration runtime) {
    host.cpuRealtimeRuntime(Check.micros("cpuRealtimeRuntime", runtime));
    return self();
  }

  /**
   * Sets the period for {@link #cpuRealtimeRuntime}. Only hosts with cgroup v1 have it. Docker:
   * {@code --cpu-rt-period}. Since API 1.25.
   *
   * @param period in whole microseconds
   * @return this
   */
  public B cpuRealtimePeriod(Duration period) {
    host.cpuRealtimePeriod(Check.micros("cpuRealtimePeriod", period));
    return self();
  }

  /**
   * Sets the CPUs that the container may run on. Docker: {@code --cpuset-cpus}.
   *
   * @param cpus numbers and ranges, such as {@code 0-2,4}
   * @return this
   */
  public B cpusetCpus(String cpus) {
    host.cpusetCpus(Check.text("cpusetCpus", cpus));
    return self();
  }

  /**
   * Sets the memory nodes that the container may use. Docker: {@code --cpuset-mems}.
   *
   * @param nodes numbers and ranges, such as {@code 0,1}
   * @return this
   */
  public B cpusetMems(String nodes) {
    host.cpusetMems(Check.text("cpusetMems", nodes));
    return self();
  }

  /**
   * Limits the number of processes. Docker: {@code --pids-limit}.
   *
   * @param processes the most; -1 for no limit
   * @return this
   */
  public B pidsLimit(long processes) {
    host.pidsLimit(processes == -1 ? processes : Check.notNegative("pidsLimit", processes));
    return self();
  }

  /**
   * Sets a limit of the container's processes, both the one in force and the one up to which they can raise it. Docker:
   * {@code --ulimit}.
   *
   * @param name as in {@code ulimit(1)} and {@code getrlimit(2)}, in lower case: {@code nofile}, {@code nproc}, …
   * @param limit the limit; -1 for none
   * @return this
   */
  public B ulimit(String name, long limit) {
    return ulimit(name, limit, limit);
  }

  /**
   * Sets a limit of the container's processes. Docker: {@code --ulimit}.
   *
   * @param name as in {@code ulimit(1)} and {@code getrlimit(2)}, in lower case: {@code nofile}, {@code nproc}, …
   * @param soft the limit in force; -1 for none
   * @param hard up to which a process can raise it; -1 for no limit
   * @return this
   */
  public B ulimit(String name, long soft, long hard) {
    if (hard != -1 && (soft == -1 || soft > hard)) {
      throw new IllegalArgumentException(
          "ulimit " + name + ": the soft limit " + soft + " is above the hard limit " + hard);
    }
    host.ulimit(u -> u.name(Check.text("ulimit", name)).soft(soft).hard(hard));
    return self();
  }

  /**
   * Weighs block I/O against other containers. Docker: {@code --blkio-weight}.
   *
   * @param weight from 10 to 1000
   * @return this
   */
  public B blkioWeight(int weight) {
    host.blkioWeight(Check.notNegative("blkioWeight", weight));
    return self();
  }

  /**
   * Weighs the I/O of one device against other containers. Docker: {@code --blkio-weight-device}.
   *
   * @param device its path on the host
   * @param weight from 10 to 1000
   * @return this
   */
  public B blkioWeight(String device, int weight) {
    host.blkioWeightDevice(d -> d.path(Check.text("device", device)).weight(Check.notNegative("blkioWeight", weight)));
    return self();
  }

  /**
   * Limits reading from a device. Docker: {@code --device-read-bps}.
   *
   * @param device its path on the host
   * @param bytesPerSecond the limit
   * @return this
   */
  public B deviceReadBps(String device, long bytesPerSecond) {
    host.blkioDeviceReadBps(throttle(device, bytesPerSecond));
    return self();
  }

  /**
   * Limits writing to a device. Docker: {@code --device-write-bps}.
   *
   * @param device its path on the host
   * @param bytesPerSecond the limit
   * @return this
   */
  public B deviceWriteBps(String device, long bytesPerSecond) {
    host.blkioDeviceWriteBps(throttle(device, bytesPerSecond));
    return self();
  }

  /**
   * Limits how often a device is read. Docker: {@code --device-read-iops}.
   *
   * @param device its path on the host
   * @param operationsPerSecond the limit
   * @return this
   */
  public B deviceReadIops(String device, long operationsPerSecond) {
    host.blkioDeviceReadIOps(throttle(device, operationsPerSecond));
    return self();
  }

  /**
   * Limits how often a device is written. Docker: {@code --device-write-iops}.
   *
   * @param device its path on the host
   * @param operationsPerSecond the limit
   * @return this
   */
  public B deviceWriteIops(String device, long operationsPerSecond) {
    host.blkioDeviceWriteIOps(throttle(device, operationsPerSecond));
    return self();
  }

  private static Consumer<ThrottleDevice.Builder> throttle(String device, long rate) {
    return d -> d.path(Check.text("device", device)).rate(Check.notNegative("the rate of " + device, rate));
  }

  /**
   * Sets the cgroup under which the engine creates the container's own. Docker: {@code --cgroup-parent}.
   *
   * @param cgroup its path
   * @return this
   */
  public B cgroupParent(String cgroup) {
    host.cgroupParent(Check.text("cgroupParent", cgroup));
    return self();
  }
}
