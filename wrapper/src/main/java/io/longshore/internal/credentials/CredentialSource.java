package io.longshore.internal.credentials;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where a client gets credentials from, asked for each call that has none of its own. */
public interface CredentialSource {
  /** Has none for any registry. */
  CredentialSource NONE = (registry, limit, closed) -> Found.NOTHING;

  /**
   * Looks for credentials.
   *
   * @param registry as {@link RegistryName} has it
   * @param limit how long a program may take that is asked
   * @param closed whether the client was closed meanwhile
   * @throws io.longshore.internal.config.ConfigException if the configuration has some that cannot be used
   * @throws java.util.concurrent.CancellationException if the client was closed
   */
  Found find(String registry, Duration limit, BooleanSupplier closed) throws InterruptedException;
}
