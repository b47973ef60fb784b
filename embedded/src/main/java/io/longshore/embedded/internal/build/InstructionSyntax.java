package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What each instruction wants to stand behind its name, with Docker 28.5's words for what is wrong with it. */
final class InstructionSyntax {
  private static final String BUILDKIT = " option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to"
      + " learn how to build images with BuildKit enabled";

  /** Which flags each has; those after the bar are for BuildKit only. */
  private static final Map<String, String> FLAGS = Map.of("FROM", "platform|", "COPY", "from chown|chmod link", "ADD",
      "chown|chmod link keep-git-dir checksum", "RUN", "|mount network");

  private static final Set<String> KNOWN = Set.of("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM",
      "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR");

  private static final Pattern FLAG = Pattern.compile("--((?:[^\\s\"']|\"[^\"]*\"|'[^']*')*)(?:\\s+|$)");
  private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9-_.]*");
  private static final Pattern HEREDOC = Pattern.compile(".*(?:^|\\s)<<-?[\"']?\\w+.*");

  private InstructionSyntax() {}

  /** Reads an instruction that stands on one line. */
  static Instruction parse(String text, int line, char escape) {
    String[] parts = text.split("\\s+", 2);
    String name = parts[0].toUpperCase(Locale.ROOT);
    if (!KNOWN.contains(name)) {
      throw wrong(line, "unknown instruction: " + parts[0]);
    }
    Map<String, String> flags = new LinkedHashMap<>();
    String rest = parts.length < 2 ? "" : parts[1];
    if (!name.equals("HEALTHCHECK")) {
      rest = flags(name, rest, line, flags);
    }
    try {
      return checked(new Instruction(name, flags, words(name, rest, escape), array(name, rest) != null, text, line,
          escape), rest);
    } catch (EngineError e) {
      if (e.kind() != EngineError.Kind.INVALID || e.words().startsWith("dockerfile parse error")) {
        throw e;
      }
      throw EngineError.invalid("failed to parse Dockerfile: " + e.words());
    }
  }

  private static EngineError wrong(int line, String words) {
    return EngineError.invalid("dockerfile parse error on line " + line + ": " + words);
  }

  private static String flags(String name, String rest, int line, Map<String, String> flags) {
    String left = rest;
    for (Matcher flag = FLAG.matcher(left); flag.lookingAt(); flag = FLAG.matcher(left)) {
      left = left.substring(flag.end());
      String[] pair = flag.group(1).split("=", 2);
      if (pair[0].isEmpty()) {
        break;
      }
      String known = FLAGS.getOrDefault(name, "").replace('|', ' ');
      if (!List.of(known.split(" ")).contains(pair[0])) {
        throw wrong(line, "unknown flag: --" + pair[0]);
      }
      if (pair.length < 2) {
        throw wrong(line, "missing a value on flag: --" + pair[0]);
      }
      if (flags.putIfAbsent(pair[0], pair[1]) != null && !pair[0].equals("mount")) {
        throw wrong(line, "duplicate flag specified: --" + pair[0]);
      }
    }
    return left;
  }

  /** The words of a flag that only BuildKit has, if one is given. */
  static @Nullable String forBuildKit(Instruction instruction) {
    String[] known = FLAGS.getOrDefault(instruction.name(), "|").split("\\|", -1);
    return instruction.flags().keySet().stream().filter(List.of(known[1].split(" "))::contains).findFirst()
        .map(flag -> "the --" + flag + BUILDKIT).orElse(null);
  }

  private static @Nullable List<String> array(String name, String rest) {
    return Set.of("ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME").contains(name)
        ? InstructionWords.array(rest)
        : null;
  }

  private static List<String> words(String name, String rest, char escape) {
    List<String> array = array(name, rest);
    if (array != null) {
      return array;
    }
    return switch (name) {
      case "ENV", "LABEL" -> InstructionWords.pairs(name, rest, escape);
      case "ARG" -> InstructionWords.quoted(rest, escape);
      case "ADD", "COPY", "EXPOSE", "FROM", "VOLUME" -> InstructionWords.plain(rest);
      default -> rest.isEmpty() ? List.of() : List.of(rest);
    };
  }

  private static Instruction checked(Instruction instruction, String rest) {
    int count = instruction.words().size();
    int line = instruction.line();
    switch (instruction.name()) {
      case "FROM" -> from(instruction);
      case "ADD", "COPY" -> {
        if (count < 2) {
          throw wrong(line, instruction.name() + " requires at least two arguments, but only one was provided."
              + " Destination could not be determined");
        }
      }
      case "MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR" -> {
        if (count != 1) {
          throw wrong(line, instruction.name() + " requires exactly one argument");
        }
      }
      case "CMD", "ENTRYPOINT", "RUN" -> {
        // Without anything they mean a shell without anything to do.
      }
      default -> {
        if (count == 0) {
          throw wrong(line, instruction.name() + " requires at least one argument");
        }
        details(instruction);
      }
    }
    if (Set.of("ADD", "COPY", "RUN").contains(instruction.name()) && !instruction.json()
        && HEREDOC.matcher(rest).matches()) {
      throw instruction.notHere("read here-documents");
    }
    return instruction;
  }

  private static void from(Instruction from) {
    List<String> words = from.words();
    if (words.size() != 1 && (words.size() != 3 || !words.get(1).equalsIgnoreCase("as"))) {
      throw wrong(from.line(), "FROM requires either one or three arguments");
    }
    if (words.size() == 3 && !STAGE.matcher(words.get(2).toLowerCase(Locale.ROOT)).matches()) {
      throw wrong(from.line(), "invalid name for build stage: \"" + words.get(2)
          + "\", name can't start with a number or contain symbols");
    }
  }

  private static void details(Instruction instruction) {
    List<String> words = instruction.words();
    int line = instruction.line();
    switch (instruction.name()) {
      case "ENV", "LABEL" -> {
        for (int i = 0; i < words.size(); i += 2) {
          if (words.get(i).isEmpty()) {
            throw wrong(line, instruction.name() + " names can not be blank");
          }
        }
      }
      case "ARG" -> {
        if (words.stream().anyMatch(word -> word.startsWith("="))) {
          throw wrong(line, "ARG names can not be blank");
        }
      }
      case "SHELL" -> {
        if (!instruction.json()) {
          throw wrong(line, "SHELL requires the arguments to be in JSON form");
        }
      }
      case "VOLUME" -> {
        if (words.contains("")) {
          throw wrong(line, "VOLUME specified can not be an empty string");
        }
      }
      case "HEALTHCHECK" -> {
        try {
          HealthChange.parse(words.get(0));
        } catch (EngineError e) {
          throw wrong(line, e.words());
        }
      }
      case "ONBUILD" -> {
        String trigger = words.get(0).split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        if (trigger.equals("ONBUILD")) {
          throw wrong(line, "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
        }
        if (trigger.equals("MAINTAINER") || trigger.equals("FROM")) {
          throw wrong(line, trigger + " isn't allowed as an ONBUILD trigger");
        }
      }
      default -> {
        // The others are checked when they are done, because variables may stand in them.
      }
    }
  }
}
