package io.longshore.progress;

/**
 * Text from elsewhere on a terminal: without control characters, and measured in columns. Characters that show nothing
 * by themselves, such as those that change the direction of what follows, are left out; accents stay with their letter.
 */
final class DisplayText {
  private static final String CUT = "..";

  /** The blocks whose characters take two columns: first and last code points. */
  private static final int[] WIDE = {
      0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f,
      0xff01, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd
  };

  private DisplayText() {}

  /** The text as it may be written to a terminal. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(code -> {
      switch (Character.getType(code)) {
        case Character.FORMAT -> {
        }
        case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
            Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          clean.append('?');
        default -> clean.appendCodePoint(code);
      }
    });
    return clean.toString();
  }

  /** How many columns the clean text takes. */
  static int width(String text) {
    return clean(text).codePoints().map(DisplayText::columns).sum();
  }

  private static int columns(int code) {
    int type = Character.getType(code);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (code >= WIDE[i] && code <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }

  /** The clean text, cut to at most so many columns. */
  static String cut(String text, int columns) {
    String clean = clean(text);
    if (width(clean) <= columns) {
      return clean;
    }
    StringBuilder kept = new StringBuilder();
    int used = CUT.length();
    for (int code : clean.codePoints().toArray()) {
      used += columns(code);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(code);
    }
    return kept + CUT.substring(0, Math.min(CUT.length(), Math.max(columns, 0)));
  }

  /** The clean text in exactly so many columns. */
  static String fit(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - width(cut));
  }
}
