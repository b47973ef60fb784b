package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.files.Owner;
import io.longshore.embedded.internal.process.Signals;
import io.longshore.generated.engine.model.ImageConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The instructions that change an image's settings. */
final class ConfigStep {
  private static final Pattern PORTS = Pattern.compile("(?:.*:)?(\\d{1,5})(?:-(\\d{1,5}))?(?:/(\\w+))?");

  private final Stage stage;
  private final Instruction instruction;
  private final UnaryOperator<String> meant;

  /**
   * Prepares one.
   *
   * @param meant what a word means, with its variables
   */
  ConfigStep(Stage stage, Instruction instruction, UnaryOperator<String> meant) {
    this.stage = stage;
    this.instruction = instruction;
    this.meant = meant;
  }

  void run() {
    ImageConfig.Builder config = stage.config.toBuilder();
    String done = instruction.name().equals("WORKDIR") ? directory(config) : " " + apply(config);
    stage.config = config.build();
    stage.noted(done);
  }

  private String apply(ImageConfig.Builder config) {
    String name = instruction.name();
    return name + " " + switch (name) {
      case "CMD" -> {
        List<String> command = command();
        config.cmd(instruction.json() && command.isEmpty() ? null : command);
        stage.hasCommand |= !instruction.words().isEmpty();
        yield shown(command);
      }
      case "ENTRYPOINT" -> {
        boolean none = instruction.words().isEmpty();
        config.entrypoint(none ? null : command());
        if (!stage.hasCommand) {
          config.cmd(null);
        }
        yield none ? "[]" : shown(command());
      }
      case "ENV" -> {
        Map<String, String> env = stage.environment();
        Map<String, String> pairs = pairs();
        env.putAll(pairs);
        config.env(env.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
        yield shown(pairs);
      }
      case "LABEL" -> {
        Map<String, String> labels = new TreeMap<>(stage.config.labels());
        Map<String, String> pairs = pairs();
        labels.putAll(pairs);
        config.labels(labels);
        yield shown(pairs);
      }
      case "EXPOSE" -> expose(config);
      case "HEALTHCHECK" -> {
        config.healthcheck(HealthChange.parse(instruction.word(0)));
        yield instruction.word(0);
      }
      case "MAINTAINER" -> {
        stage.author = instruction.word(0);
        yield instruction.word(0);
      }
      case "ONBUILD" -> {
        List<String> triggers = new ArrayList<>(stage.config.onBuild());
        triggers.add(instruction.word(0));
        config.onBuild(triggers);
        yield instruction.word(0);
      }
      case "SHELL" -> {
        config.shell(instruction.words());
        stage.config = config.build();
        yield "[" + String.join(" ", instruction.words()) + "]";
      }
      case "STOPSIGNAL" -> {
        String signal = meant.apply(instruction.word(0));
        if (!Signals.isKnown(signal)) {
          throw EngineError.invalid("invalid signal: " + signal);
        }
        config.stopSignal(signal);
        yield signal;
      }
      case "USER" -> {
        String user = meant.apply(instruction.word(0));
        config.user(user);
        yield user;
      }
      default -> {
        List<String> paths = instruction.words().stream().map(meant).toList();
        Map<String, @Nullable Map<String, @Nullable Object>> volumes = new TreeMap<>(stage.config.volumes());
        if (paths.contains("")) {
          throw EngineError.invalid("VOLUME specified can not be an empty string");
        }
        paths.forEach(path -> volumes.put(path, Map.of()));
        config.volumes(volumes);
        yield "[" + String.join(" ", paths) + "]";
      }
    };
  }

  /** The words of a program: those of an array, or a text for the shell. */
  private List<String> command() {
    if (instruction.json()) {
      return instruction.words();
    }
    List<String> command = new ArrayList<>(stage.shell());
    command.addAll(instruction.words());
    return command;
  }

  private static String shown(List<String> command) {
    return command.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(" ", "[", "]"));
  }

  private Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    List<String> words = instruction.words().stream().map(meant).toList();
    for (int i = 0; i < words.size(); i += 2) {
      pairs.put(words.get(i), words.get(i + 1));
    }
    return pairs;
  }

  private static String shown(Map<String, String> pairs) {
    return pairs.entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining(" "));
  }

  private String expose(ImageConfig.Builder config) {
    Map<String, @Nullable Map<String, @Nullable Object>> ports = new TreeMap<>(stage.config.exposedPorts());
    List<String> words = instruction.words().stream()
        .flatMap(word -> InstructionWords.plain(meant.apply(word)).stream())
        .sorted().toList();
    for (String word : words) {
      Matcher range = PORTS.matcher(word);
      if (!range.matches()) {
        throw EngineError.invalid("Invalid containerPort: " + word);
      }
      String protocol = range.group(3) == null ? "tcp" : range.group(3);
      if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
        throw EngineError.invalid("Invalid proto: " + protocol);
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last > 65_535 || last < first) {
        throw EngineError.invalid("Invalid containerPort: " + word);
      }
      for (int port = first; port <= last; port++) {
        ports.put(port + "/" + protocol, Map.of());
      }
    }
    config.exposedPorts(ports);
    return String.join(" ", words);
  }

  private String directory(ImageConfig.Builder config) {
    String asked = meant.apply(instruction.word(0));
    if (asked.isEmpty()) {
      throw EngineError.invalid("cannot normalize nothing");
    }
    String path = Names.clean(asked.startsWith("/") ? asked : "/" + stage.config.workingDir() + "/" + asked);
    FileTree files = stage.files();
    try {
      MountedTree.of(files).makeFolders(path, 0755, Owner.ROOT);
    } catch (FileError e) {
      throw EngineError.invalid("Cannot mkdir: " + path + " is not a directory");
    }
    config.workingDir(path);
    return "WORKDIR " + path;
  }
}
