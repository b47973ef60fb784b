package io.longshore.contract;

import io.longshore.DockerClient;
import java.util.function.Supplier;

/**
 * An engine that the suite runs against.
 *
 * @param name what the report calls it
 * @param client starts a client of it
 */
record EngineUnderTest(String name, Supplier<DockerClient.Builder> client) {
  static EngineUnderTest at(String name, String host) {
    return new EngineUnderTest(name, () -> DockerClient.builder().host(host));
  }

  DockerClient open() {
    return client.get().build();
  }

  @Override
  public String toString() {
    return name;
  }
}
