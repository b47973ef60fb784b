package io.longshore.experimental;

import io.longshore.generated.experimental.model.ExtraHost;
import io.longshore.generated.experimental.model.JoinRequest;
import io.longshore.generated.experimental.model.ParentUpdate;
import io.longshore.generated.runtime.Describe;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a container joins an endpoint or stands behind a service; see {@link Endpoint#join(String, Consumer)} and
 * {@link Service#attach(String, Consumer)}. Immutable. Since API 1.20.
 */
public final class JoinOptions {
  private final @Nullable String hostName;
  private final @Nullable String domainName;
  private final @Nullable String hostsPath;
  private final @Nullable String resolvConfPath;
  private final List<String> dns;
  private final List<ExtraHost> extraHosts;
  private final List<ParentUpdate> parentUpdates;
  private final @Nullable Boolean useDefaultSandbox;

  private JoinOptions(Builder builder) {
    hostName = builder.hostName;
    domainName = builder.domainName;
    hostsPath = builder.hostsPath;
    resolvConfPath = builder.resolvConfPath;
    dns = List.copyOf(builder.dns);
    extraHosts = List.copyOf(builder.extraHosts);
    parentUpdates = List.copyOf(builder.parentUpdates);
    useDefaultSandbox = builder.useDefaultSandbox;
  }

  static JoinOptions of(Consumer<Builder> options) {
    Objects.requireNonNull(options, "options");
    Builder builder = new Builder();
    options.accept(builder);
    return new JoinOptions(builder);
  }

  JoinRequest request(String containerId) {
    return JoinRequest.builder()
        .containerId(Valid.id("containerId", containerId))
        .hostName(hostName)
        .domainName(domainName)
        .hostsPath(hostsPath)
        .resolvConfPath(resolvConfPath)
        .dns(Calls.unlessEmpty(dns))
        .extraHosts(Calls.unlessEmpty(extraHosts))
        .parentUpdates(Calls.unlessEmpty(parentUpdates))
        .useDefaultSandbox(useDefaultSandbox)
        .build();
  }

  /** Shows what is set. */
  @Override
  public String toString() {
    return new Describe("JoinOptions")
        .field("hostName", hostName)
        .field("domainName", domainName)
        .field("hostsPath", hostsPath)
        .field("resolvConfPath", resolvConfPath)
        .field("dns", Calls.unlessEmpty(dns))
        .field("extraHosts", Calls.unlessEmpty(extraHosts))
        .field("parentUpdates", Calls.unlessEmpty(parentUpdates))
        .field("useDefaultSandbox", useDefaultSandbox)
        .toString();
  }

  /** Builds {@link JoinOptions}. For one thread. */
  public static final class Builder {
    private @Nullable String hostName;
    private @Nullable String domainName;
    private @Nullable String hostsPath;
    private @Nullable String resolvConfPath;
    private final List<String> dns = new ArrayList<>();
    private final List<ExtraHost> extraHosts = new ArrayList<>();
    private final List<ParentUpdate> parentUpdates = new ArrayList<>();
    private @Nullable Boolean useDefaultSandbox;

    private Builder() {}

    /**
     * The container's name in its own {@code /etc/hosts}.
     *
     * @param hostName one word
     * @return this
     */
    public Builder hostName(String hostName) {
      this.hostName = Valid.word("hostName", hostName);
      return this;
    }

    /**
     * The domain that goes with the host name.
     *
     * @param domainName one word
     * @return this
     */
    public Builder domainName(String domainName) {
      this.domainName = Valid.word("domainName", domainName);
      return this;
    }

    /**
     * Where the engine writes the container's {@code /etc/hosts}.
     *
     * @param hostsPath a path on the engine's host
     * @return this
     */
    public Builder hostsPath(String hostsPath) {
      this.hostsPath = Valid.name("hostsPath", hostsPath);
      return this;
    }

    /**
     * Where the engine writes the container's {@code /etc/resolv.conf}.
     *
     * @param resolvConfPath a path on the engine's host
     * @return this
     */
    public Builder resolvConfPath(String resolvConfPath) {
      this.resolvConfPath = Valid.name("resolvConfPath", resolvConfPath);
      return this;
    }

    /**
     * Adds name servers; the host's are used when there are none.
     *
     * @param servers their addresses
     * @return this
     */
    public Builder dns(String... servers) {
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
    public Builder extraHost(String name, String address) {
      extraHosts.add(
          ExtraHost.builder().name(Valid.word("name", name)).address(Valid.word("address", address)).build());
      return this;
    }

    /**
     * Changes a line in the {@code /etc/hosts} of another container, which links to this one.
     *
     * @param endpointId the id of the other container's endpoint
     * @param name the name that is to lead to this container
     * @param address this container's address
     * @return this
     */
    public Builder parentUpdate(String endpointId, String name, String address) {
      parentUpdates.add(
          ParentUpdate.builder()
              .endpointId(Valid.id("endpointId", endpointId))
              .name(Valid.word("name", name))
              .address(Valid.word("address", address))
              .build());
      return this;
    }

    /**
     * Whether the container lives in the host's own network stack instead of one of its own; it does not when this is
     * not called.
     *
     * @param useDefaultSandbox true for the host's
     * @return this
     */
    public Builder useDefaultSandbox(boolean useDefaultSandbox) {
      this.useDefaultSandbox = useDefaultSandbox;
      return this;
    }
  }
}
