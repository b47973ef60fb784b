package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.http.HttpError;
import io.longshore.embedded.internal.process.Signals;
import io.longshore.generated.engine.model.ImageConfig;
import io.longshore.generated.runtime.Json;
import io.longshore.generated.runtime.JsonAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an image's config out of the Dockerfile instructions that come with an import. */
final class ImageChanges {
  private static final Set<String> KNOWN = Set.of("CMD", "ENTRYPOINT", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER",
      "VOLUME", "WORKDIR");

  /** What engines take, too, but what has no effect on containers here: better refused than forgotten. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("HEALTHCHECK", "ONBUILD");

  /** An optional address and host port, which do not matter; the port or ports. */
  private static final Pattern PORT = Pattern.compile("(?:.*:)?(\\d{1,5})(?:-(\\d{1,5}))?");

  private static final Pattern CONTINUED = Pattern.compile("(.*)\\\\[ \\t]*");

  private record Instruction(String name, String upper, String rest) {}

  private final Map<String, String> env = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, @Nullable Map<String, @Nullable Object>> ports = new TreeMap<>();
  private final Map<String, @Nullable Map<String, @Nullable Object>> volumes = new TreeMap<>();
  private final ImageConfig.Builder config = ImageConfig.builder();
  private String directory = "";

  private ImageChanges() {}

  /** The config of an image that was nothing before. */
  static ImageConfig apply(List<String> changes) {
    if (changes.isEmpty()) {
      return ImageConfig.builder().build();
    }
    // Engines read all of them as one file: one may have several lines.
    List<Instruction> instructions = read(String.join("\n", changes));
    if (instructions.isEmpty()) {
      throw new HttpError(400, "file with no instructions");
    }
    for (Instruction instruction : instructions) {
      if (WITHOUT_EFFECT.contains(instruction.upper)) {
        throw new HttpError(400, "the embedded engine does not know the change " + instruction.upper);
      }
      if (!KNOWN.contains(instruction.upper)) {
        throw new HttpError(400, instruction.name + " is not a valid change command");
      }
    }
    ImageChanges made = new ImageChanges();
    instructions.forEach(made::apply);
    return made.build();
  }

  private static List<Instruction> read(String file) {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : file.split("\n")) {
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      Matcher continued = CONTINUED.matcher(line);
      if (continued.matches()) {
        open.append(continued.group(1));
      } else {
        open.append(line);
        add(instructions, open);
      }
    }
    add(instructions, open);
    return instructions;
  }

  private static void add(List<Instruction> instructions, StringBuilder open) {
    String text = open.toString().strip();
    open.setLength(0);
    if (!text.isEmpty()) {
      String[] parts = text.split("\\s+", 2);
      instructions.add(
          new Instruction(parts[0], parts[0].toUpperCase(Locale.ROOT), parts.length < 2 ? "" : parts[1]));
    }
  }

  private ImageConfig build() {
    List<String> entries = new ArrayList<>();
    env.forEach((name, value) -> entries.add(name + "=" + value));
    return config
        .env(entries.isEmpty() ? null : entries)
        .labels(labels.isEmpty() ? null : labels)
        .exposedPorts(ports.isEmpty() ? null : ports)
        .volumes(volumes.isEmpty() ? null : volumes)
        .workingDir(directory)
        .build();
  }

  private void apply(Instruction instruction) {
    String rest = instruction.rest;
    switch (instruction.upper) {
      case "CMD" -> config.cmd(orNull(command(rest)));
      case "ENTRYPOINT" -> config.entrypoint(rest.isEmpty() ? null : orNull(command(rest)));
      case "ENV" -> env.putAll(pairs("ENV", rest));
      case "LABEL" -> labels.putAll(pairs("LABEL", rest));
      case "WORKDIR" -> workdir(expanded(one(instruction)));
      case "USER" -> config.user(expanded(one(instruction)));
      case "STOPSIGNAL" -> stopSignal(expanded(one(instruction)));
      case "EXPOSE" -> {
        atLeastOne(instruction);
        for (String word : rest.split("\\s+")) {
          ChangeWords.split(expanded(word)).forEach(this::expose);
        }
      }
      default -> {
        atLeastOne(instruction);
        List<String> words = array(rest);
        for (String word : words == null ? List.of(rest.split("\\s+")) : words) {
          String volume = expanded(word);
          if (volume.isEmpty()) {
            throw new HttpError(400, "VOLUME specified can not be an empty string");
          }
          volumes.put(volume, Map.of());
        }
      }
    }
  }

  private static @Nullable List<String> orNull(List<String> words) {
    return words.isEmpty() ? null : words;
  }

  private String expanded(String word) {
    return ChangeWords.expand(word, env);
  }

  private static String one(Instruction instruction) {
    if (instruction.rest.isEmpty()) {
      throw new HttpError(400, instruction.upper + " requires exactly one argument");
    }
    return instruction.rest;
  }

  private static void atLeastOne(Instruction instruction) {
    if (instruction.rest.isEmpty()) {
      throw new HttpError(400, instruction.upper + " requires at least one argument");
    }
  }

  /** A JSON array unchanged; everything else is for the shell, including a broken array. */
  private static List<String> command(String rest) {
    List<String> words = array(rest);
    if (words != null) {
      return words;
    }
    return rest.isEmpty() ? List.of("/bin/sh", "-c") : List.of("/bin/sh", "-c", rest);
  }

  private static @Nullable List<String> array(String rest) {
    if (!rest.startsWith("[")) {
      return null;
    }
    List<?> values;
    try {
      values = Json.decode(JsonAdapter.list(JsonAdapter.ANY), rest.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (Object value : values == null ? List.of() : values) {
      if (!(value instanceof String word)) {
        throw new HttpError(400, "when using JSON array syntax, arrays must be comprised of strings only");
      }
      words.add(word);
    }
    return words;
  }

  /** {@code name=value …}, or the old form of one name and the rest of the line. */
  private Map<String, String> pairs(String instruction, String rest) {
    List<String> words = ChangeWords.split(rest);
    if (words.isEmpty()) {
      throw new HttpError(400, instruction + " requires at least one argument");
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    if (!words.get(0).contains("=")) {
      String[] parts = rest.split("\\s+", 2);
      if (parts.length < 2) {
        throw new HttpError(400, instruction + " must have two arguments");
      }
      pairs.put(expanded(parts[0]), expanded(parts[1]));
      return pairs;
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new HttpError(
            400, "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
      }
      String name = expanded(word.substring(0, equals));
      if (name.isEmpty()) {
        throw new HttpError(400, instruction + " names can not be blank");
      }
      pairs.put(name, expanded(word.substring(equals + 1)));
    }
    return pairs;
  }

  private void workdir(String path) {
    if (path.isEmpty()) {
      throw new HttpError(400, "cannot normalize nothing");
    }
    directory = GoPath.clean(path.startsWith("/") ? path : "/" + directory + "/" + path);
  }

  private void stopSignal(String signal) {
    if (!Signals.isKnown(signal)) {
      throw new HttpError(400, "invalid signal: " + signal);
    }
    config.stopSignal(signal);
  }

  private void expose(String text) {
    int slash = text.indexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
    String number = slash < 0 ? text : text.substring(0, slash);
    Matcher matcher = PORT.matcher(number);
    int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    int last = first < 0 || matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    if (first < 0 || last > 65535 || last < first) {
      throw new HttpError(400, "Invalid containerPort: " + number.substring(number.lastIndexOf(':') + 1));
    }
    if (!Set.of("tcp", "udp", "sctp").contains(protocol)) {
      throw new HttpError(400, "Invalid proto: " + protocol);
    }
    for (int port = first; port <= last; port++) {
      ports.put(port + "/" + protocol, Map.of());
    }
  }
}
