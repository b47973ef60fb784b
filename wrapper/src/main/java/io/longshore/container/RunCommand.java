package io.longshore.container;

import io.longshore.generated.engine.model.ContainerCreateRequest;
import io.longshore.internal.flags.Arguments;
import io.longshore.internal.flags.NetworkFlags;
import java.util.List;
import java.util.Set;

/** A command line of {@code docker run}, which sets options. */
final class RunCommand {
  private static final Set<String> PROGRAMS = Set.of("docker", "podman");
  private static final Set<String> COMMANDS = Set.of("run", "create");
  private static final List<String> OF_RUN_ALONE = List.of("detach", "detach-keys", "sig-proxy");

  final CreateOptions.Builder options;
  final NetworkFlags networks = new NetworkFlags();

  private RunCommand(CreateOptions.Builder options) {
    this.options = options;
  }

  /** Sets what the words say. */
  static void apply(List<String> words, CreateOptions.Builder options) {
    List<String> line = withoutCommand(words);
    boolean runs = line.size() == words.size() || !words.get(words.size() - line.size() - 1).equals("create");
    Arguments arguments = new Arguments(line, RunFlags.ALL);
    for (String flag : runs ? List.<String>of() : OF_RUN_ALONE) {
      if (!arguments.values(flag).isEmpty()) {
        throw new IllegalArgumentException(
            "docker create does not have --" + flag + "; leave it out, or write docker run");
      }
    }
    new RunCommand(options).read(arguments);
  }

  /** The words after {@code docker run}, which may be left out. */
  private static List<String> withoutCommand(List<String> words) {
    String first = words.isEmpty() ? "" : words.get(0);
    if (first.equals("sudo")) {
      throw new IllegalArgumentException("the command line begins with sudo; begin with docker run");
    }
    if (!PROGRAMS.contains(first)) {
      return COMMANDS.contains(first) ? words.subList(1, words.size()) : words;
    }
    int at = words.size() > 1 && words.get(1).equals("container") ? 2 : 1;
    if (at == words.size() || !COMMANDS.contains(words.get(at))) {
      throw new IllegalArgumentException(
          "the command line is not one of docker run or docker create; flags before these are settings of the client");
    }
    return words.subList(at + 1, words.size());
  }

  private void read(Arguments arguments) {
    checkConflicts(arguments);
    RunFlags.apply(arguments, this);
    applyNetworks();
    List<String> rest = arguments.rest();
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("the command line names no image; write it after the flags");
    }
    if (rest.get(0).indexOf('=') >= 0) {
      // Not shown: it may be a variable whose -e is missing.
      throw new IllegalArgumentException("there is an equals sign where the image should be; is a flag missing?");
    }
    options.image(rest.get(0));
    if (rest.size() > 1) {
      options.command(rest.subList(1, rest.size()).toArray(new String[0]));
    }
    options.customize(RunCommand::endInputWithItsSession);
  }

  private static void checkConflicts(Arguments arguments) {
    boolean health = RunFlags.ALL.flags().stream()
        .anyMatch(name -> name.startsWith("health-") && !arguments.values(name).isEmpty());
    if (health && !arguments.values("no-healthcheck").isEmpty()) {
      throw new IllegalArgumentException("--no-healthcheck and --health-… exclude each other");
    }
    if (!arguments.values("attach").isEmpty() && !arguments.values("detach").isEmpty()) {
      throw new IllegalArgumentException("--attach and --detach exclude each other");
    }
    if (arguments.values("log-driver").contains("none") && !arguments.values("log-opt").isEmpty()) {
      throw new IllegalArgumentException(
          "--log-driver: none keeps nothing, so --log-opt has no use; leave one of them out");
    }
  }

  private void applyNetworks() {
    networks.joined().forEach(options::join);
    if (!networks.links().isEmpty()) {
      options.hostConfig(h -> h.links(networks.links()));
    }
  }

  private static void endInputWithItsSession(ContainerCreateRequest.Builder request) {
    ContainerCreateRequest set = request.build();
    if (Boolean.TRUE.equals(set.attachStdin()) && Boolean.TRUE.equals(set.openStdin())) {
      request.stdinOnce(true);
    }
  }
}
