package io.longshore.internal.context;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which images a Dockerfile names, as far as that can be told without the engine. Builders read much more into a
 * Dockerfile; what is not understood here is left out, and costs a build only the client's credentials for it.
 */
final class BaseImages {
  private static final Pattern INSTRUCTION = Pattern.compile("\\s*([A-Za-z]+)\\s+(.*\\S)\\s*");
  private static final Pattern FLAG = Pattern.compile("--\\S+\\s+");
  private static final Pattern STAGE = Pattern.compile("((?!--)\\S+)(?:\\s+(?i:AS)\\s+(\\S+))?");
  private static final Pattern FROM_FLAG = Pattern.compile("(?:^|\\s)--from=(\\S+)");
  private static final Pattern VARIABLE = Pattern
      .compile("\\$(?:(\\w+)|\\{(\\w+)(?:(:?[-+])([^}]*))?})");
  private static final Pattern ESCAPE = Pattern.compile("#\\s*escape\\s*=\\s*(\\S)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final Pattern HERE_DOCUMENTS = Pattern.compile("(?i)(?:RUN|COPY|ADD)\\s.*<<.*");
  private static final Pattern HERE_DOCUMENT = Pattern.compile("(?<!<)<<-?(['\"]?)(\\w+)\\1");

  /** No image's name is longer, and values that hold each other twice would grow without end. */
  private static final int LONGEST = 10_000;

  private final Map<String, String> arguments;
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> stages = new LinkedHashSet<>();
  private final Set<String> images = new LinkedHashSet<>();

  private BaseImages(Map<String, String> arguments) {
    this.arguments = arguments;
  }

  /**
   * Finds them.
   *
   * @param dockerfile its text
   * @param arguments what the caller sets for its {@code ARG}s
   * @return the images, as they are written; no stages
   */
  static Set<String> of(String dockerfile, Map<String, String> arguments) {
    BaseImages found = new BaseImages(arguments);
    for (String line : lines(dockerfile)) {
      Matcher instruction = INSTRUCTION.matcher(line);
      if (instruction.matches()) {
        found.take(instruction.group(1).toUpperCase(Locale.ROOT), instruction.group(2));
      }
    }
    return found.images;
  }

  /** Without comments and texts for programs, and with continued lines in one. */
  private static List<String> lines(String dockerfile) {
    List<String> lines = new ArrayList<>();
    String escape = "\\";
    StringBuilder open = new StringBuilder();
    Deque<String> texts = new ArrayDeque<>();
    List<String> all = List.of(dockerfile.replaceFirst("^\ufeff", "").split("\r?\n"));
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      last.put(all.get(i).stripLeading(), i);
    }
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i);
      if (!texts.isEmpty()) {
        if (line.stripLeading().equals(texts.peek())) {
          texts.remove();
        }
        continue;
      }
      Matcher directive = ESCAPE.matcher(line.strip());
      if (lines.isEmpty() && directive.matches()) {
        escape = directive.group(1);
      }
      String plain = line.strip();
      if (plain.startsWith("#") || plain.isEmpty()) {
        continue;
      }
      if (plain.endsWith(escape)) {
        open.append(plain, 0, plain.length() - 1).append(' ');
      } else {
        lines.add(open + plain);
        int here = i;
        hereDocuments(lines.get(lines.size() - 1)).stream().filter(end -> last.getOrDefault(end, 0) > here)
            .forEach(texts::add);
        open.setLength(0);
      }
    }
    lines.add(open.toString());
    return lines;
  }

  /** The ends of the texts that a line announces. One that does not come belongs to a shift, or another operator. */
  private static List<String> hereDocuments(String line) {
    return HERE_DOCUMENTS.matcher(line).matches()
        ? HERE_DOCUMENT.matcher(line).results().map(each -> each.group(2)).toList()
        : List.of();
  }

  private void take(String instruction, String rest) {
    switch (instruction) {
      case "ARG" -> {
        // Only those before the first stage count for FROM.
        if (stages.isEmpty() && images.isEmpty()) {
          argument(rest);
        }
      }
      case "FROM" -> from(rest);
      case "COPY", "ADD" -> {
        Matcher flag = FROM_FLAG.matcher(rest);
        if (flag.find() && !NUMBER.matcher(flag.group(1)).matches()) {
          add(flag.group(1));
        }
      }
      default -> {
      }
    }
  }

  private void argument(String rest) {
    for (String each : rest.split("\\s+")) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      String value = equals < 0 ? null : substituted(unquoted(each.substring(equals + 1)));
      String set = arguments.getOrDefault(name, value);
      if (set != null) {
        values.put(name, set);
      }
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() > 1 && (text.startsWith("\"") && text.endsWith("\"")
        || text.startsWith("'") && text.endsWith("'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void from(String rest) {
    Matcher flag = FLAG.matcher(rest);
    int at = 0;
    while (flag.region(at, rest.length()).lookingAt()) {
      at = flag.end();
    }
    Matcher stage = STAGE.matcher(rest.substring(at));
    if (stage.matches()) {
      add(stage.group(1));
      stages.add(stage.group(2) == null ? " " + stages.size() : stage.group(2).toLowerCase(Locale.ROOT));
    }
  }

  private void add(String written) {
    String image = substituted(unquoted(written));
    if (image != null && !image.isEmpty() && !image.equals("scratch")
        && !stages.contains(image.toLowerCase(Locale.ROOT))) {
      images.add(image);
    }
  }

  /** With the values of variables; null if one cannot be told. */
  private @Nullable String substituted(String text) {
    StringBuilder all = new StringBuilder();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      if (all.length() > LONGEST) {
        return null;
      }
      String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
      String value = values.get(name);
      String operator = variable.group(3);
      if (operator != null) {
        boolean isSet = value != null && !(operator.startsWith(":") && value.isEmpty());
        value = operator.endsWith("-") ? isSet ? value : variable.group(4) : isSet ? variable.group(4) : "";
      }
      if (value == null) {
        return null;
      }
      variable.appendReplacement(all, Matcher.quoteReplacement(value));
    }
    String whole = variable.appendTail(all).toString();
    return whole.indexOf('$') < 0 ? whole : null;
  }
}
