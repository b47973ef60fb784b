package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.engine.Container;
import io.longshore.embedded.internal.engine.Engine;
import io.longshore.embedded.internal.engine.RunState;
import io.longshore.embedded.internal.http.HttpRequest;
import io.longshore.generated.engine.model.ContainerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which containers a list request asks for. */
final class ContainerFilter {
  private static final List<String> KNOWN = List.of(
      "ancestor", "before", "exited", "expose", "health", "id", "isolation", "is-task", "label", "name", "network",
      "publish", "since", "status", "volume");

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?");

  private final Engine engine;
  private final Map<String, List<String>> filters;
  private final boolean all;
  private final long limit;

  ContainerFilter(Engine engine, HttpRequest request) {
    this.engine = engine;
    this.limit = request.query("limit").isEmpty() ? 0 : Bodies.integer(request.query("limit"));
    this.all = request.flag("all") || limit > 0;
    this.filters = Bodies.filters(request, KNOWN);
    for (String status : filters.getOrDefault("status", List.of())) {
      if (ContainerStatus.of(status).known() == ContainerStatus.Known.UNKNOWN_TO_SPEC) {
        throw EngineError.invalid("invalid filter 'status=" + status + "': invalid value for state (" + status
            + "): must be one of created, running, paused, restarting, removing, exited, dead");
      }
    }
    for (String code : filters.getOrDefault("exited", List.of())) {
      if (!code.matches("-?\\d{1,9}")) {
        throw EngineError
            .invalid("invalid filter 'exited=" + code + "': strconv.Atoi: parsing \"" + code + "\": invalid syntax");
      }
    }
  }

  List<Container> find() {
    Instant before = reference("before");
    Instant since = reference("since");
    return engine.containers().list().stream()
        .filter(this::matches)
        .filter(each -> before == null || each.created().isBefore(before))
        .filter(each -> since == null || each.created().isAfter(since))
        .limit(limit > 0 ? limit : Long.MAX_VALUE)
        .toList();
  }

  private @Nullable Instant reference(String filter) {
    List<String> names = filters.get(filter);
    return names == null || names.isEmpty() ? null : engine.containers().get(names.get(0)).created();
  }

  private boolean matches(Container container) {
    RunState state = container.state();
    List<String> status = filters.get("status");
    boolean shown = all || state.running() || filters.containsKey("exited");
    if (status != null ? !status.contains(state.status()) : !shown) {
      return false;
    }
    List<String> exited = filters.get("exited");
    boolean hasExited = state.status().equals("exited");
    if (exited != null && !(hasExited && exited.contains(String.valueOf(state.exitCode())))) {
      return false;
    }
    return Bodies.anyMatch(filters, "id", container.id()::startsWith)
        && Bodies.anyMatch(filters, "name", name -> nameMatches(container.name(), name))
        && Bodies.labelsMatch(container.labels(), filters.get("label"))
        && Bodies.anyMatch(filters, "ancestor", name -> isAncestor(container, name))
        && Bodies.anyMatch(filters, "network", name -> isIn(container, name))
        && Bodies.anyMatch(filters, "volume", name -> isMounted(container, name))
        && Bodies.anyMatch(filters, "is-task", value -> !List.of("true", "1").contains(value))
        && Bodies.anyMatch(filters, "expose", wanted -> container.config().exposedPorts().keySet().stream()
            .anyMatch(port -> isPort(port, wanted)))
        && Bodies.anyMatch(filters, "publish", wanted -> published(container).anyMatch(port -> isPort(port, wanted)))
        && Bodies.anyMatch(filters, "health", state.healthWord()::equals);
  }

  /** The ports of this machine, with their protocols. */
  private static Stream<String> published(Container container) {
    return container.networks().ports().entrySet().stream().flatMap(each -> each.getValue().stream()
        .map(binding -> binding.hostPort() + each.getKey().substring(each.getKey().indexOf('/'))));
  }

  /** Whether a port with its protocol is one of those that a filter names, such as {@code 8000-8080/tcp}. */
  private static boolean isPort(String port, String wanted) {
    Matcher range = PORTS.matcher(wanted);
    if (!range.matches()) {
      throw EngineError.invalid("invalid filter: invalid port '" + wanted + "'");
    }
    String[] parts = port.split("/");
    int number = Integer.parseInt(parts[0].split("-")[0]);
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    String protocol = range.group(3) == null ? "tcp" : range.group(3);
    return first <= number && number <= last && protocol.equals(parts.length < 2 ? "tcp" : parts[1]);
  }

  private static boolean nameMatches(String name, String wanted) {
    try {
      Pattern pattern = Pattern.compile(wanted);
      return pattern.matcher(name).find() || pattern.matcher("/" + name).find();
    } catch (PatternSyntaxException e) {
      return name.contains(wanted);
    }
  }

  private boolean isAncestor(Container container, String name) {
    try {
      return engine.images().get(name).id().equals(container.image().id());
    } catch (EngineError e) {
      return false;
    }
  }

  private static boolean isMounted(Container container, String volume) {
    return container.mounts().list().stream().anyMatch(each -> each.isNamed(volume));
  }

  private static boolean isIn(Container container, String network) {
    return NetworkViews.endpoints(container).entrySet().stream()
        .anyMatch(each -> each.getKey().equals(network) || network.equals(each.getValue().networkId()));
  }

  /** Whether something was created before a prune filter's time. */
  static boolean isBefore(Instant created, @Nullable List<String> until) {
    if (until == null || until.isEmpty()) {
      return true;
    }
    String text = until.get(0);
    if (text.matches("(\\d+h)?(\\d+m)?(\\d+(\\.\\d+)?s)?")) {
      Instant limit = Instant.now().minus(java.time.Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT)));
      return created.isBefore(limit);
    }
    Instant limit;
    try {
      limit = text.contains("T") ? Instant.parse(text) : Bodies.time(text);
    } catch (java.time.format.DateTimeParseException e) {
      throw EngineError.invalid("invalid filter 'until=" + text + "'");
    }
    return limit == null || created.isBefore(limit);
  }
}
