package io.longshore.container;

import io.longshore.internal.options.Check;

/**
 * The part of {@link CreateOptions.Builder} that concerns names in networks: its own, and those that it looks up. Not
 * thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class NameOptions<B extends NameOptions<B>> extends IsolationOptions<B> permits MountOptions {
  private static final String HOST_GATEWAY = "host-gateway";

  NameOptions() {}

  /**
   * Sets the container's hostname. Docker: {@code --hostname}.
   *
   * @param hostname the name, without its domain
   * @return this
   */
  public B hostname(String hostname) {
    request.hostname(Check.text("hostname", hostname));
    return self();
  }

  /**
   * Sets the container's domain. Docker: {@code --domainname}.
   *
   * @param domainname the domain
   * @return this
   */
  public B domainname(String domainname) {
    request.domainname(Check.text("domainname", domainname));
    return self();
  }

  /**
   * Adds name servers, instead of the host's. Docker: {@code --dns}.
   *
   * @param addresses numeric addresses
   * @return this
   */
  public B dns(String... addresses) {
    Check.words("dns", addresses).forEach(address -> host.dns(Check.ipAddress("dns", address)));
    return self();
  }

  /**
   * Adds domains in which names without dots are looked up. Docker: {@code --dns-search}.
   *
   * @param domains the domains; a single dot for none
   * @return this
   */
  public B dnsSearch(String... domains) {
    Check.words("dnsSearch", domains).forEach(host::dnsSearch);
    return self();
  }

  /**
   * Adds options of the resolver. Docker: {@code --dns-option}.
   *
   * @param options as in {@code resolv.conf(5)}, such as {@code ndots:2}
   * @return this
   */
  public B dnsOption(String... options) {
    Check.words("dnsOption", options).forEach(host::dnsOption);
    return self();
  }

  /**
   * Adds a line to the container's {@code /etc/hosts}. Docker: {@code --add-host}.
   *
   * @param name the name
   * @param address its numeric address, or {@code host-gateway} for the engine's host
   * @return this
   */
  public B addHost(String name, String address) {
    host.extraHost(
        Check.text("addHost", name),
        address.equals(HOST_GATEWAY) ? address : Check.ipAddress("the address of " + name, address));
    return self();
  }

  /**
   * Links to another container of the default network, so that its name can be looked up. Docker: {@code --link}, which
   * is a legacy: in a network of your own, containers find each other by name.
   *
   * @param container its name or id
   * @param alias the name to look it up by
   * @return this
   */
  public B link(String container, String alias) {
    host.link(Check.text("link", container), Check.text("alias", alias));
    return self();
  }
}
