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
   * The most memory. An engine refuses a limit above the swap limit that the container has: set
   * {@code memorySwap} through {@link #customize} too then.
   *
   * @param bytes the limit
   * @return this
   */
  public UpdateOptions memory(long bytes) {
    request.memory(Check.notNegative("memory", bytes));
    return this;
  }

  /**
   * The most processor time.
   *
   * @param cpus in processors: 1.5 is one and a half
   * @return this
   */
  public UpdateOptions cpus(double cpus) {
    request.nanoCpus(Cpus.nano(cpus));
    return this;
  }

  /**
   * When the engine starts the container again.
   *
   * @param policy one of the constants of {@link RestartPolicyName}
   * @return this
   */
  public UpdateOptions restart(RestartPolicyName policy) {
    request.restartPolicy(RestartPolicy.builder().name(policy).build());
    return this;
  }

  /**
   * Sets anything that has no method here.
   *
   * @param request sets it at once
   * @return this
   */
  public UpdateOptions customize(Consumer<ContainerUpdateRequest.Builder> request) {
    request.accept(this.request);
    return this;
  }
}
