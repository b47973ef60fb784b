package io.longshore.contract;

import io.longshore.DockerClient;
import io.longshore.generated.runtime.ApiVersion;
import io.longshore.registry.RegistryCredentials;
import java.util.function.Supplier;

/**
 * An engine that the suite runs against.
 *
 * @param name what the report calls it
 * @param host where it listens
 * @param embedded whether it is the one inside this JVM
 * @param client starts a client of it
 * @param deviations where it does not keep the contract, by a list that is public
 */
record EngineUnderTest(String name, String host, boolean embedded, Supplier<DockerClient.Builder> client,
    Deviations deviations) {
  static EngineUnderTest embedded(String name, String host) {
    return new EngineUnderTest(name, host, true, client(host), Deviations.NONE);
  }

  static EngineUnderTest real(String host) {
    return new EngineUnderTest(host, host, false, client(host), Deviations.NONE);
  }

  /** Speaks the Docker API with deviations of its own. */
  static EngineUnderTest podman(String host) {
    return new EngineUnderTest("Podman " + host, host, false, client(host),
        Deviations.of("podman.md"));
  }

  /** Without the credentials of this machine's user. */
  private static Supplier<DockerClient.Builder> client(String host) {
    return () -> DockerClient.builder().host(host).credentials(RegistryCredentials.none());
  }

  /** The same engine, spoken to in an older version. */
  EngineUnderTest over(ApiVersion api) {
    return new EngineUnderTest(
        name + " over " + api, host, embedded, () -> client.get().apiVersion(api.toString()), deviations);
  }

  boolean podman() {
    return name.startsWith("Podman");
  }

  /** A registry that this engine reaches and that wants a password. */
  String lockedRegistry() {
    if (embedded) {
      return LockedRegistry.IN_MEMORY.name();
    }
    return Settings.ofThisRun().required(podman() ? Settings.PODMAN_LOCKED_REGISTRY : Settings.REGISTRY);
  }

  /** A registry that this engine reaches and that asks nobody for a password. */
  String openRegistry() {
    if (embedded) {
      return ImageTest.IN_MEMORY;
    }
    return Settings.ofThisRun().required(podman() ? Settings.PODMAN_REGISTRY : Settings.OPEN_REGISTRY);
  }

  DockerClient open() {
    return client.get().build();
  }

  @Override
  public String toString() {
    return name;
  }
}
