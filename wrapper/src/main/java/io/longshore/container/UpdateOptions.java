package io.longshore.container;

import io.longshore.generated.engine.model.ContainerUpdateRequest;
import io.longshore.generated.engine.model.RestartPolicy;
import io.longshore.generated.engine.model.RestartPolicyName;
import io.longshore.internal.options.Check;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** Which limits of a container to change. Not thread-safe. */
public final class UpdateOptions {
  final ContainerUpdateRequest.Builder request = ContainerUpdateRequest.builder();

  UpdateOptions() {}

  /**
   * Limits the memory. Engines refuse a limit above the container's swap limit: raise {@link #memorySwap} with it.
   * Docker: {@code --memory}.
   *
   * @param bytes the limit
   * @return this
   */
  public UpdateOptions memory(long bytes) {
    request.memory(Check.notNegative("memory", bytes));
    return this;
  }

  /**
   * Limits memory and swap together. Docker: {@code --memory-swap}.
   *
   * @param bytes the limit of both, at least that of the memory; -1 for unlimited swap
   * @return this
   */
  public UpdateOptions memorySwap(long bytes) {
    request.memorySwap(bytes == -1 ? bytes : Check.notNegative("memorySwap", bytes));
    return this;
  }

  /**
   * Sets the memory to which the container is reduced if the host runs short. Docker: {@code --memory-reservation}.
   *
   * @param bytes less than the limit
   * @return this
   */
  public UpdateOptions memoryReservation(long bytes) {
    request.memoryReservation(Check.notNegative("memoryReservation", bytes));
    return this;
  }

  /**
   * Weighs the CPU time against other containers. Docker: {@code --cpu-shares}.
   *
   * @param shares the weight
   * @return this
   */
  public UpdateOptions cpuShares(long shares) {
    request.cpuShares(Check.notNegative("cpuShares", shares));
    return this;
  }

  /**
   * Limits the CPU time in each period. Excludes {@link #cpus}. Docker: {@code --cpu-quota}.
   *
   * @param quota in whole microseconds
   * @return this
   */
  public UpdateOptions cpuQuota(Duration quota) {
    request.cpuQuota(Check.micros("cpuQuota", quota));
    return this;
  }

  /**
   * Sets the period for {@link #cpuQuota}. Docker: {@code --cpu-period}.
   *
   * @param period in whole microseconds, from 1 millisecond to 1 second
   * @return this
   */
  public UpdateOptions cpuPeriod(Duration period) {
    request.cpuPeriod(Check.micros("cpuPeriod", period));
    return this;
  }

  /**
   * Limits the real-time CPU time in each real-time period. Only hosts with cgroup v1 have it. Docker:
   * {@code --cpu-rt-runtime}. Since API 1.25.
   *
   * @param runtime in whole microseconds
   * @return this
   */
  public UpdateOptions cpuRealtimeRuntime(Duration runtime) {
    request.cpuRealtimeRuntime(Check.micros("cpuRealtimeRuntime", runtime));
    return this;
  }

  /**
   * Sets the period for {@link #cpuRealtimeRuntime}. Only hosts with cgroup v1 have it. Docker:
   * {@code --cpu-rt-period}. Since API 1.25.
   *
   * @param period in whole microseconds
   * @return this
   */
  public UpdateOptions cpuRealtimePeriod(Duration period) {
    request.cpuRealtimePeriod(Check.micros("cpuRealtimePeriod", period));
    return this;
  }

  /**
   * Sets the CPUs that the container may run on. Docker: {@code --cpuset-cpus}.
   *
   * @param cpus numbers and ranges, such as {@code 0-2,4}
   * @return this
   */
  public UpdateOptions cpusetCpus(String cpus) {
    request.cpusetCpus(Check.text("cpusetCpus", cpus));
    return this;
  }

  /**
   * Sets the memory nodes that the container may use. Docker: {@code --cpuset-mems}.
   *
   * @param nodes numbers and ranges, such as {@code 0,1}
   * @return this
   */
  public UpdateOptions cpusetMems(String nodes) {
    request.cpusetMems(Check.text("cpusetMems", nodes));
    return this;
  }

  /**
   * Limits the number of processes. Docker: {@code --pids-limit}. Since API 1.40.
   *
   * @param processes the most; -1 for no limit
   * @return this
   */
  public UpdateOptions pidsLimit(long processes) {
    request.pidsLimit(processes == -1 ? processes : Check.notNegative("pidsLimit", processes));
    return this;
  }

  /**
   * Weighs block I/O against other containers. Docker: {@code --blkio-weight}.
   *
   * @param weight from 10 to 1000
   * @return this
   */
  public UpdateOptions blkioWeight(int weight) {
    request.blkioWeight(Check.notNegative("blkioWeight", weight));
    return this;
  }

  /**
   * Limits the CPU time. Docker: {@code --cpus}. Since API 1.28.
   *
   * @param cpus in CPUs: 1.5 is one and a half
   * @return this
   */
  public UpdateOptions cpus(double cpus) {
    request.nanoCpus(Cpus.nano(cpus));
    return this;
  }

  /**
   * Sets when the engine restarts the container.
   *
   * @param policy one of the constants of {@link RestartPolicyName}
   * @return this
   */
  public UpdateOptions restart(RestartPolicyName policy) {
    request.restartPolicy(RestartPolicy.builder().name(Objects.requireNonNull(policy, "policy")).build());
    return this;
  }

  /**
   * Restarts the program if it ends with another exit code than 0, a limited number of times. Docker:
   * {@code --restart on-failure:3}.
   *
   * @param maximum the most restarts; 0 for no limit
   * @return this
   */
  public UpdateOptions restartOnFailure(int maximum) {
    request.restartPolicy(
        p -> p.name(RestartPolicyName.ON_FAILURE).maximumRetryCount(Check.notNegative("restartOnFailure", maximum)));
    return this;
  }

  /**
   * Sets everything that has no method here.
   *
   * @param request sets it at once
   * @return this
   */
  public UpdateOptions customize(Consumer<ContainerUpdateRequest.Builder> request) {
    request.accept(this.request);
    return this;
  }
}
