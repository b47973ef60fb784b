package io.longshore.container;

import io.longshore.generated.engine.model.ContainerUpdateRequest;
import io.longshore.generated.engine.model.RestartPolicy;
import io.longshore.generated.engine.model.RestartPolicyName;
import io.longshore.internal.options.Check;
import java.util.function.Consumer;

/** Which limits of a container to change. Not thread-safe. */
public final class UpdateOptions {
  final ContainerUpdateRequest.Builder request = ContainerUpdateRequest.builder();

  UpdateOptions() {}

  /**
   * Limits the memory. Engines refuse a limit above the container's swap limit: in that case also set
   * {@code memorySwap} with {@link #customize}.
   *
   * @param bytes the limit
   * @return this
   */
  public UpdateOptions memory(long bytes) {
    request.memory(Check.notNegative("memory", bytes));
    return this;
  }

  /**
   * Limits the CPU time.
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
    request.restartPolicy(RestartPolicy.builder().name(policy).build());
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
