package io.longshore.internal.context;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.longshore.testing.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A case of the tables of contexts: a tree, its ignore file, and what is sent.
 *
 * @param tree one line each
 * @param own whether the tree is this case's alone
 * @param dockerfile its path from the context, empty for the usual one
 * @param ignore the text of the ignore file, if there is one
 * @param expected lines of what is sent, or of names that are not
 * @param refused what the message says, if it is refused
 */
public record ContextCase(String title, List<String> tree, boolean own, String dockerfile, Optional<byte[]> ignore,
    List<String> expected, Optional<String> refused) {
  private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)}");

  /** The tables: ignore files over one tree, and trees. */
  public static final List<String> TABLES = List.of("context-patterns.txt", "context-trees.txt");

  /** All cases of all tables. */
  public static List<ContextCase> all() {
    return TABLES.stream().flatMap(table -> of(table).stream()).toList();
  }

  /** The cases of one table. */
  public static List<ContextCase> of(String table) {
    List<String> lines = lines(table);
    int first = first(lines);
    List<String> shared = marked(lines.subList(0, first), "- ");
    List<ContextCase> cases = new ArrayList<>();
    for (int begin = first; begin < lines.size();) {
      int end = begin + 1;
      while (end < lines.size() && !lines.get(end).startsWith("= ")) {
        end++;
      }
      cases.add(of(lines.subList(begin, end), shared));
      begin = end;
    }
    return cases;
  }

  private static ContextCase of(List<String> lines, List<String> shared) {
    List<String> tree = new ArrayList<>(shared);
    tree.addAll(marked(lines, "+ "));
    tree.addAll(marked(lines, "- "));
    List<String> ignore = lines.stream().filter(line -> line.startsWith("|"))
        .map(line -> line.equals("|") ? "" : line.substring(2)).toList();
    return new ContextCase(
        lines.get(0).substring(2), tree, shared.isEmpty(), String.join("", marked(lines, "@ ")),
        ignore.isEmpty() ? Optional.empty() : Optional.of(bytes(String.join("%0A", ignore))),
        marked(lines, shared.isEmpty() ? "> " : "< "), marked(lines, "! ").stream().findFirst());
  }

  /** A table with other expectations. */
  public static String renewed(String table, List<ContextCase> cases) {
    List<String> lines = lines(table);
    StringBuilder text = new StringBuilder();
    lines.subList(0, first(lines)).forEach(line -> text.append(line).append('\n'));
    for (ContextCase each : cases) {
      int begin = lines.indexOf("= " + each.title);
      text.append(lines.get(begin)).append('\n');
      for (String line : lines.subList(begin + 1, lines.size())) {
        if (line.startsWith("= ")) {
          break;
        }
        if (!line.isEmpty() && !line.startsWith("<") && !line.startsWith(">")) {
          text.append(line).append('\n');
        }
      }
      each.expected.forEach(line -> text.append(each.own ? "> " : "< ").append(line).append('\n'));
      text.append('\n');
    }
    return text.toString().stripTrailing() + "\n";
  }

  /** Where a table is. */
  public static Path file(String table) {
    return Repository.root().resolve("wrapper/src/test/resources").resolve(table);
  }

  /** This case as it should be if this is sent. */
  public ContextCase sending(List<SentEntry> sent) {
    List<String> lines;
    if (own) {
      // The docker command adds a Dockerfile from outside, and its name to the ignore file, in any order.
      boolean added = sent.stream().anyMatch(entry -> entry.name().startsWith(SentEntry.ADDED));
      lines = sent.stream().sorted(added ? Comparator.comparing(SentEntry::name) : (a, b) -> 0)
          .map(SentEntry::line).toList();
    } else {
      List<String> names = sent.stream().map(SentEntry::plainName).toList();
      lines = wrapped(
          Stream.concat(Stream.of(IgnoreFile.NAME).filter(name -> ignore.isPresent()),
              tree.stream().map(line -> name(line.split(" ")[1])))
              .filter(name -> !names.contains(name)).map(ContextCase::encoded).sorted().toList());
    }
    return new ContextCase(title, tree, own, dockerfile, ignore, lines, refused);
  }

  private static List<String> wrapped(List<String> words) {
    List<String> lines = new ArrayList<>();
    for (String word : words) {
      int last = lines.size() - 1;
      if (last >= 0 && lines.get(last).length() + word.length() < 115) {
        lines.set(last, lines.get(last) + " " + word);
      } else {
        lines.add(word);
      }
    }
    return lines;
  }

  private static List<String> marked(List<String> lines, String mark) {
    return lines.stream().filter(line -> line.startsWith(mark)).map(line -> line.substring(2)).toList();
  }

  private static int first(List<String> lines) {
    int first = 0;
    while (!lines.get(first).startsWith("= ")) {
      first++;
    }
    return first;
  }

  private static List<String> lines(String table) {
    try (InputStream in = Objects.requireNonNull(ContextCase.class.getResourceAsStream("/" + table))) {
      return new String(in.readAllBytes(), UTF_8).lines().filter(line -> !line.isEmpty()).collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name that a word of a table means. */
  static String name(String word) {
    String name = URLDecoder.decode(word.replace("+", "%2B"), UTF_8);
    return REPEATED.matcher(name).replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
  }

  /** The bytes that a line of a table means. */
  static byte[] bytes(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '%') {
        bytes.write(Integer.parseInt(line.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.writeBytes(line.substring(i, i + 1).getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** A name as a word of a table. */
  static String encoded(String name) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length();) {
      int c = name.codePointAt(i);
      int same = i;
      while (same < name.length() && name.charAt(same) == c) {
        same++;
      }
      if (same - i > 50) {
        word.append('{').appendCodePoint(c).append('*').append(same - i).append('}');
        i = same;
        continue;
      }
      if (c > ' ' && c < 0x7f && c != '%') {
        word.appendCodePoint(c);
      } else {
        for (byte each : Character.toString(c).getBytes(UTF_8)) {
          word.append(String.format("%%%02X", each));
        }
      }
      i += Character.charCount(c);
    }
    return word.toString();
  }

  @Override
  public String toString() {
    return title;
  }
}
