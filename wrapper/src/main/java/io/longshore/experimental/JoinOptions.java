package io.longshore.experimental;

import io.longshore.generated.experimental.model.ExtraHost;
import io.longshore.generated.experimental.model.JoinRequest;
import io.longshore.generated.experimental.model.ParentUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a container joins an endpoint or provides a service; see {@link Endpoint#join(String, Consumer)} and
 * {@link Service#attach(String, Consumer)}. Not thread-safe. Since API 1.20.
 */
public final class JoinOptions {
  private @Nullable String hostname;
  private @Nullable String domainname;
  private @Nullable String hostsPath;
  private @Nullable String resolvConfPath;
  private final List<String> dns = new ArrayList<>();
  private final List<ExtraHost> extraHosts = new ArrayList<>();
  private final List<ParentUpdate> parentUpdates = new ArrayList<>();
  private @Nullable Boolean useDefaultSandbox;

  JoinOptions() {}

  JoinRequest request(String containerId) {
    return JoinRequest.builder()
        .containerId(Valid.id("containerId", containerId))
        .hostName(hostname)
        .domainName(domainname)
        .hostsPath(hostsPath)
        .resolvConfPath(resolvConfPath)
        .dns(Calls.unlessEmpty(dns))
        .extraHosts(Calls.unlessEmpty(extraHosts))
        .parentUpdates(Calls.unlessEmpty(parentUpdates))
        .useDefaultSandbox(useDefaultSandbox)
        .build();
  }

  /**
   * Sets the container's name in its own {@code /etc/hosts}.
   *
   * @param hostname one word
   * @return this
   */
  public JoinOptions hostname(String hostname) {
    this.hostname = Valid.word("hostname", hostname);
    return this;
  }

  /**
   * Sets the domain of the hostname.
   *
   * @param domainname one word
   * @return this
   */
  public JoinOptions domainname(String domainname) {
    this.domainname = Valid.word("domainname", domainname);
    return this;
  }

  /**
   * Sets where the engine writes the container's {@code /etc/hosts}.
   *
   * @param hostsPath a path on the engine's host
   * @return this
   */
  public JoinOptions hostsPath(String hostsPath) {
    this.hostsPath = Valid.name("hostsPath", hostsPath);
    return this;
  }

  /**
   * Sets where the engine writes the container's {@code /etc/resolv.conf}.
   *
   * @param resolvConfPath a path on the engine's host
   * @return this
   */
  public JoinOptions resolvConfPath(String resolvConfPath) {
    this.resolvConfPath = Valid.name("resolvConfPath", resolvConfPath);
    return this;
  }

  /**
   * Adds name servers; the host's are used if there are none.
   *
   * @param servers their addresses
   * @return this
   */
  public JoinOptions dns(String... servers) {
    for (String server : Objects.requireNonNull(servers, "servers")) {
      dns.add(Valid.word("dns server", server));
    }
    return this;
  }

  /**
   * Adds a line to the container's {@code /etc/hosts}.
   *
   * @param name the name of another host
   * @param address its address
   * @return this
   */
  public JoinOptions extraHost(String name, String address) {
    extraHosts.add(
        ExtraHost.builder().name(Valid.word("name", name)).address(Valid.word("address", address)).build());
    return this;
  }

  /**
   * Changes a line in the {@code /etc/hosts} of another container, which links to this one.
   *
   * @param endpointId the id of the other container's endpoint
   * @param name the name for this container
   * @param address this container's address
   * @return this
   */
  public JoinOptions parentUpdate(String endpointId, String name, String address) {
    parentUpdates.add(
        ParentUpdate.builder()
            .endpointId(Valid.id("endpointId", endpointId))
            .name(Valid.word("name", name))
            .address(Valid.word("address", address))
            .build());
    return this;
  }

  /**
   * Sets whether the container uses the host's network stack instead of one of its own; false unless set.
   *
   * @param useDefaultSandbox true for the host's
   * @return this
   */
  public JoinOptions useDefaultSandbox(boolean useDefaultSandbox) {
    this.useDefaultSandbox = useDefaultSandbox;
    return this;
  }
}
