package io.longshore.embedded.internal.toolbox;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Backslashes and percent signs. */
final class Escapes {
  private Escapes() {}

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
        case '\\' -> out.append('\\');
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
  static String format(String format, List<String> arguments) {
    String text = expand(format);
    StringBuilder out = new StringBuilder();
    int used = 0;
    do {
      int before = used;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c != '%' || i + 1 == text.length()) {
          out.append(c);
          continue;
        }
        int end = i + 1;
        while (end < text.length() - 1 && "-+ 0123456789.".indexOf(text.charAt(end)) >= 0) {
          end++;
        }
        char kind = text.charAt(end);
        String flags = text.substring(i + 1, end);
        i = end;
        if (kind == '%') {
          out.append('%');
          continue;
        }
        String argument = used < arguments.size() ? arguments.get(used) : "";
        used++;
        switch (kind) {
          case 'd', 'i', 'u', 'x', 'o' ->
              out.append(String.format("%" + flags + (kind == 'i' || kind == 'u' ? 'd' : kind), number(argument)));
          case 'b' -> out.append(expand(argument));
          case 'c' -> out.append(argument.isEmpty() ? "" : argument.substring(0, 1));
          default -> out.append(String.format("%" + flags + "s", argument));
        }
      }
      if (used == before) {
        break;
      }
    } while (used < arguments.size());
    return out.toString();
  }

  private static long number(String text) {
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
