package io.longshore.embedded.internal.network;

import io.longshore.generated.engine.model.EndpointSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A running container's place in a network.
 *
 * @param ipv4 its address; empty if it has none
 * @param ipv6 its address; empty if it has none
 */
public record Endpoint(
    String id, Member member, EndpointSettings wanted, String ipv4, String ipv6, String mac) {
  /** The names by which others in a network of one's own find it. */
  public List<String> names() {
    Set<String> names = new LinkedHashSet<>(List.of(member.name()));
    names.addAll(wanted.aliases());
    names.add(member.id().substring(0, 12));
    return List.copyOf(names);
  }

  boolean isKnownAs(String nameOrAddress, boolean byName) {
    return nameOrAddress.equals(ipv4) || nameOrAddress.equals(ipv6) || byName && names().contains(nameOrAddress);
  }
}
