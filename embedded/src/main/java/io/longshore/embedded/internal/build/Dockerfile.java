package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile, divided into its instructions; what can be seen to be wrong is refused in the words of Docker 28.5.
 *
 * @param instructions in their order
 * @param warnings what is odd about it
 */
public record Dockerfile(List<Instruction> instructions, List<String> warnings) {
  private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*");

  /**
   * Reads one.
   *
   * @param name for messages
   */
  public static Dockerfile parse(String name, String content) {
    if (content.isEmpty()) {
      throw EngineError.invalid("the Dockerfile (" + name + ") cannot be empty");
    }
    return read(content, instruction -> {});
  }

  /**
   * Reads one, or what is written like one.
   *
   * @param allowed fails for the name of an instruction that may not be there
   */
  static Dockerfile read(String content, Consumer<String> allowed) {
    Dockerfile read = new Reader(content.replaceFirst("^\ufeff", "").split("\r?\n", -1), allowed).read();
    if (read.instructions.isEmpty()) {
      throw EngineError.invalid("failed to parse Dockerfile: file with no instructions");
    }
    return read;
  }

  /** Joins what continues on the next line. */
  private static final class Reader {
    private final String[] lines;
    private final Consumer<String> allowed;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int next;
    private char escape = '\\';
    private Pattern continued = continued();

    Reader(String[] lines, Consumer<String> allowed) {
      this.lines = lines;
      this.allowed = allowed;
    }

    Dockerfile read() {
      directives();
      while (next < lines.length) {
        String line = lines[next++].strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          int first = next;
          String whole = whole(line);
          if (!whole.isEmpty()) {
            allowed.accept(whole.split("\\s+", 2)[0]);
            instructions.add(InstructionSyntax.parse(whole, first, escape));
          }
        }
      }
      if (!warnings.isEmpty()) {
        warnings.add("[WARNING]: Empty continuation lines will become errors in a future release.");
      }
      return new Dockerfile(instructions, warnings);
    }

    private Pattern continued() {
      String quoted = Pattern.quote(String.valueOf(escape));
      return Pattern.compile("(.*?)(?<!" + quoted + ")" + quoted + "[ \t]*");
    }

    private void directives() {
      for (; next < lines.length; next++) {
        Matcher directive = DIRECTIVE.matcher(lines[next].strip());
        if (!directive.matches() || !isDirective(directive.group(1).toLowerCase(Locale.ROOT), directive.group(2))) {
          return;
        }
      }
    }

    private boolean isDirective(String name, String value) {
      if (name.equals("escape")) {
        if (!value.equals("\\") && !value.equals("`")) {
          throw EngineError
              .invalid("failed to parse Dockerfile: invalid escape token '" + value + "' does not match ` or \\");
        }
        escape = value.charAt(0);
        continued = continued();
        return true;
      }
      return name.equals("syntax") || name.equals("check");
    }

    private String whole(String first) {
      StringBuilder whole = new StringBuilder();
      boolean empty = false;
      String line = first;
      Matcher open = continued.matcher(line);
      while (open.matches()) {
        whole.append(open.group(1));
        line = "";
        while (next < lines.length) {
          line = lines[next++];
          boolean comment = line.strip().startsWith("#");
          boolean blank = line.isBlank() && next < lines.length;
          empty |= blank;
          if (!comment && !blank) {
            break;
          }
          line = "";
        }
        open = continued.matcher(line);
      }
      String all = whole.append(line).toString().strip();
      if (empty) {
        warnings.add("[WARNING]: Empty continuation line found in: " + all);
      }
      return all;
    }
  }
}
