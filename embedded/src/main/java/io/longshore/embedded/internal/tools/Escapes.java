package io.longshore.embedded.internal.tools;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Backslashes and percent signs. */
final class Escapes {
  private static final Pattern CONVERSION = Pattern.compile("%([- +0]*\\d*(?:\\.\\d+)?)([diuxXobcs%])");

  private final List<String> arguments;
  private int used;
  private @Nullable String problem;

  /** Formats these. */
  Escapes(List<String> arguments) {
    this.arguments = arguments;
  }

  /** A text whose characters are the bytes of another one, so that {@code \\377} is a byte and not a character. */
  static String bytewise(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Replaces backslash sequences. */
  static String expand(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      c = text.charAt(++i);
      switch (c) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'a' -> out.append('\007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'v' -> out.append('\013');
        case '\\' -> out.append('\\');
        case 'c' -> {
          return out.toString();
        }
        case 'x' -> {
          int end = digits(text, i + 1, 2, 16);
          out.append(end > i + 1 ? (char) Integer.parseInt(text.substring(i + 1, end), 16) : 'x');
          i = Math.max(i, end - 1);
        }
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int end = digits(text, i, c == '0' ? 4 : 3, 8);
          out.append((char) Integer.parseInt(text.substring(i, end), 8));
          i = end - 1;
        }
        default -> out.append('\\').append(c);
      }
    }
    return out.toString();
  }

  private static int digits(String text, int from, int atMost, int radix) {
    int end = from;
    while (end < text.length() && end - from < atMost && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    return end;
  }

  /** What {@code printf} prints: the format again while arguments are left. */
  String format(String format) {
    StringBuilder out = new StringBuilder();
    boolean more = true;
    while (more) {
      int before = used;
      for (int i = 0; i < format.length(); i++) {
        int end = i;
        while (end < format.length() && format.charAt(end) != '%') {
          end++;
        }
        String plain = format.substring(i, end);
        out.append(expand(plain));
        if (plain.contains("\\c")) {
          return out.toString();
        }
        Matcher piece = CONVERSION.matcher(format).region(end, format.length());
        if (end < format.length() && !piece.lookingAt()) {
          throw new Refused("printf's " + format.substring(end));
        }
        if (end < format.length()) {
          convert(piece.group(1), piece.group(2).charAt(0), out);
        }
        i = end < format.length() ? piece.end() - 1 : end;
      }
      more = used > before && used < arguments.size();
    }
    return out.toString();
  }

  private void convert(String flags, char kind, StringBuilder out) {
    if (kind == '%') {
      out.append('%');
      return;
    }
    String argument = used < arguments.size() ? arguments.get(used) : "";
    used++;
    String width = flags.replaceAll("\\..*", "").replaceAll("^0+", "");
    switch (kind) {
      case 'd', 'i', 'u' -> out.append(String.format("%" + flags + 'd', number(argument)));
      case 'x', 'X', 'o' -> out.append(String.format("%" + flags + kind, number(argument)));
      case 'b' -> out.append(expand(argument));
      case 'c' -> out.append(String.format("%" + width + "s", argument.isEmpty() ? "" : argument.substring(0, 1)));
      default -> out.append(String.format("%" + flags + "s", argument));
    }
  }

  private long number(String text) {
    if (text.startsWith("'") || text.startsWith("\"")) {
      return text.length() > 1 ? text.charAt(1) : 0;
    }
    try {
      return text.isEmpty() ? 0 : text.matches("0\\d+") ? Long.parseLong(text, 8) : Long.decode(text);
    } catch (NumberFormatException e) {
      problem = "invalid number '" + text + "'";
      return 0;
    }
  }

  /** What was wrong with the arguments; null when nothing was. */
  @Nullable
  String problem() {
    return problem;
  }
}
