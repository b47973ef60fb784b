package io.longshore.internal.config;

/** Untrusted text made fit for a one-line message. */
public final class Text {
  private static final int LONGEST = 120;

  private Text() {}

  /** The text in single quotes, shortened, with control and direction characters escaped. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder("'");
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isUnprintable(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    if (text.length() > LONGEST) {
      out.append("… (").append(text.length()).append(" characters)");
    }
    return out.append('\'').toString();
  }

  static boolean isUnprintable(char c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == '\u2028'
        || c == '\u2029';
  }
}
