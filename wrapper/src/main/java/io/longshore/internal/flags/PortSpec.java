package io.longshore.internal.flags;

import io.longshore.generated.engine.model.PortBinding;
import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Ports as the docker command writes them: {@code 127.0.0.1:8080-8081:80-81/udp}. */
public final class PortSpec {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final String FORMAT = "write [[hostIp:][hostPort]:]containerPort[/protocol], such as 8080:80";

  private static final Pattern EXPOSED = Pattern.compile("\\d{1,5}(-\\d{1,5})?(/\\w*)?");

  private PortSpec() {}

  /** Whether engines publish ports of this protocol; they accept any word, and then publish nothing. */
  public static boolean isProtocol(String text) {
    return PROTOCOLS.contains(text);
  }

  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  /** Where each container port is published, by number and protocol. */
  public static Map<String, PortBinding> published(String spec) {
    Check.text("publish", spec);
    String text = spec.contains("=") ? shortened(spec) : spec;
    String protocol = protocol(text);
    String ports = text.split("/", 2)[0];
    int last = ports.lastIndexOf(':');
    int first = ports.lastIndexOf(':', last - 1);
    Range container = range(spec, ports.substring(last + 1));
    String onHost = last < 0 ? "" : ports.substring(first + 1, last);
    String ip = first < 0 ? "" : ports.substring(0, first).replaceFirst("^\\[(.*)]$", "$1");
    PortBinding.Builder binding = PortBinding.builder().hostIp(Check.listenAddress("the host's address", ip));
    if (onHost.isEmpty()) {
      return each(container, protocol, i -> binding.hostPort("").build());
    }
    Range host = range(spec, onHost);
    if (host.size() != container.size() && container.size() != 1) {
      throw Values.wrong(spec, "the ranges of the host's and the container's ports have different sizes");
    }
    boolean choice = host.size() != container.size();
    return each(
        container, protocol,
        i -> binding.hostPort(choice ? host.first + "-" + host.last : String.valueOf(host.first + i)).build());
  }

  private interface Bound {
    PortBinding at(int index);
  }

  private static Map<String, PortBinding> each(Range container, String protocol, Bound bound) {
    Map<String, PortBinding> ports = new LinkedHashMap<>();
    for (int i = 0; i < container.size(); i++) {
      ports.put((container.first + i) + "/" + protocol, bound.at(i));
    }
    return ports;
  }

  /** Ports that are not published, by number and protocol. */
  public static List<String> exposed(String spec) {
    Check.text("expose", spec);
    if (!EXPOSED.matcher(spec).matches()) {
      throw Values.wrong(spec, "write port[-port][/protocol], such as 80 or 5000-5010/udp; --publish maps ports");
    }
    Range range = range(spec, spec.split("/", 2)[0]);
    return new ArrayList<>(each(range, protocol(spec), i -> PortBinding.builder().build()).keySet());
  }

  /** {@code target=80,published=8080,protocol=tcp} in the short form. */
  private static String shortened(String spec) {
    Map<String, String> given = new HashMap<>();
    for (String pair : spec.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw Values.wrong(spec, FORMAT);
      }
      given.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return given.getOrDefault("published", "") + ":" + given.getOrDefault("target", "") + "/"
        + given.getOrDefault("protocol", "");
  }

  private static String protocol(String spec) {
    int slash = spec.indexOf('/');
    String protocol = slash < 0 ? "" : spec.substring(slash + 1).toLowerCase(Locale.ROOT);
    if (protocol.isEmpty()) {
      return "tcp";
    }
    if (!isProtocol(protocol)) {
      throw Values.wrong(spec, "the protocol must be tcp, udp or sctp");
    }
    return protocol;
  }

  private static Range range(String spec, String text) {
    String[] ends = text.split("-", 2);
    Range range = new Range(port(spec, ends[0]), port(spec, ends[ends.length - 1]));
    if (range.first > range.last) {
      throw Values.wrong(spec, "the range of ports ends before it begins");
    }
    return range;
  }

  private static int port(String spec, String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw Values.wrong(spec, FORMAT + "; ports go up to 65535");
    }
    return Integer.parseInt(text);
  }
}
