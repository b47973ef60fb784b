package io.longshore.embedded.internal.api;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.build.HealthChange;
import io.longshore.embedded.internal.build.InstructionWords;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.process.Signals;
import io.longshore.generated.engine.model.ImageConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image's config out of the Dockerfile instructions that come with an import: one instruction for each change,
 * whose words may be quoted and hold no variables.
 */
final class ImageChanges {
  private static final Set<String> KNOWN = Set.of("CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL",
      "STOPSIGNAL", "USER", "VOLUME", "WORKDIR");

  /** What engines take, too, but what has no effect on containers here: better refused than forgotten. */
  private static final String WITHOUT_EFFECT = "ONBUILD";

  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");
  private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:/(tcp|udp|sctp))?");

  private final Map<String, String> env = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, @Nullable Map<String, @Nullable Object>> ports = new TreeMap<>();
  private final Map<String, @Nullable Map<String, @Nullable Object>> volumes = new TreeMap<>();
  private final ImageConfig.Builder config;
  private String directory;

  private ImageChanges(ImageConfig base) {
    config = base.toBuilder();
    base.env().forEach(entry -> env.put(entry.split("=", 2)[0], entry.substring(entry.indexOf('=') + 1)));
    labels.putAll(base.labels());
    ports.putAll(base.exposedPorts());
    volumes.putAll(base.volumes());
    directory = base.workingDir() == null ? "" : base.workingDir();
  }

  /** The config of an image that had another one before. */
  static ImageConfig apply(ImageConfig base, List<String> changes) {
    ImageChanges made = new ImageChanges(base);
    changes.forEach(change -> made.apply(change.strip()));
    return made.build();
  }

  private ImageConfig build() {
    List<String> entries = env.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    return config
        .env(entries.isEmpty() ? null : entries)
        .labels(labels.isEmpty() ? null : labels)
        .exposedPorts(ports.isEmpty() ? null : ports)
        .volumes(volumes.isEmpty() ? null : volumes)
        .workingDir(directory)
        .build();
  }

  private void apply(String change) {
    String[] parts = change.split("\\s+", 2);
    String name = parts[0].toUpperCase(Locale.ROOT);
    if (name.equals(WITHOUT_EFFECT)) {
      throw notHere("the change " + name);
    }
    if (!KNOWN.contains(name)) {
      throw EngineError.invalid(name.isEmpty() ? "file with no instructions"
          : parts[0] + " is not a valid change command");
    }
    if (change.contains("\n")) {
      throw notHere("changes of several lines");
    }
    if (parts.length < 2) {
      boolean one = Set.of("STOPSIGNAL", "USER", "WORKDIR").contains(name);
      throw EngineError.invalid(name + " requires " + (one ? "exactly" : "at least") + " one argument");
    }
    apply(name, parts[1]);
  }

  private void apply(String name, String rest) {
    switch (name) {
      case "CMD" -> config.cmd(command(rest));
      case "ENTRYPOINT" -> config.entrypoint(command(rest));
      case "ENV" -> words(rest).forEach(word -> pair(word, env));
      case "HEALTHCHECK" -> config.healthcheck(HealthChange.parse(rest));
      case "LABEL" -> words(rest).forEach(word -> pair(word, labels));
      case "WORKDIR" -> {
        String path = meant(rest);
        directory = Names.clean(path.startsWith("/") ? path : "/" + directory + "/" + path);
      }
      case "USER" -> config.user(meant(rest));
      case "STOPSIGNAL" -> {
        if (!Signals.isKnown(meant(rest))) {
          throw EngineError.invalid("invalid signal: " + rest);
        }
        config.stopSignal(meant(rest));
      }
      case "EXPOSE" -> words(rest).forEach(word -> expose(meant(word)));
      default -> {
        List<String> array = InstructionWords.array(rest);
        (array == null ? words(rest) : array)
            .forEach(word -> volumes.put(array == null ? meant(word) : word, Map.of()));
      }
    }
  }

  private static EngineError notHere(String what) {
    return EngineError.invalid("the embedded engine does not know " + what);
  }

  /** A JSON array unchanged; everything else is for the shell, including a broken array. */
  private static @Nullable List<String> command(String rest) {
    List<String> words = InstructionWords.array(rest);
    return words == null ? List.of("/bin/sh", "-c", rest) : words.isEmpty() ? null : words;
  }

  private static List<String> words(String rest) {
    if (!WORD.matcher(rest).replaceAll("").isBlank()) {
      throw EngineError.invalid("unexpected end of statement while looking for matching quote");
    }
    return WORD.matcher(rest).results().map(MatchResult::group).toList();
  }

  /** A word without its quotes. */
  private static String meant(String word) {
    if (word.contains("$") || word.contains("\\")) {
      throw notHere("variables and backslashes in changes: " + word);
    }
    return word.replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2");
  }

  private static void pair(String word, Map<String, String> pairs) {
    int equals = word.indexOf('=');
    if (equals < 1) {
      throw EngineError.invalid("Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
    }
    pairs.put(meant(word.substring(0, equals)), meant(word.substring(equals + 1)));
  }

  private void expose(String text) {
    Matcher port = PORT.matcher(text);
    if (!port.matches() || Integer.parseInt(port.group(1)) > 65_535) {
      throw EngineError.invalid("Invalid containerPort: " + text);
    }
    ports.put(port.group(1) + "/" + (port.group(2) == null ? "tcp" : port.group(2)), Map.of());
  }
}
