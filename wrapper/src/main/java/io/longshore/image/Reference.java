package io.longshore.image;

import io.longshore.internal.options.Check;

/** An image reference in two parts, as engines take it in two parameters. */
record Reference(String name, String tag) {
  private static final String LATEST = "latest";

  /** Without a tag an engine would pull every tag, so there always is one. */
  static Reference parse(String text) {
    Check.text("image reference", text);
    if (text.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("the image reference '" + text + "' contains white space");
    }
    int digest = text.indexOf('@');
    if (digest >= 0) {
      String algorithmAndHex = text.substring(digest + 1);
      // An engine would treat a digest without a colon as a tag, and pull something else.
      return checked(text, withoutTag(text.substring(0, digest)),
          algorithmAndHex.indexOf(':') > 0 ? algorithmAndHex : "");
    }
    String name = withoutTag(text);
    return checked(text, name, name.length() == text.length() ? LATEST : text.substring(name.length() + 1));
  }

  /** A colon before the last slash belongs to the registry's port. */
  private static String withoutTag(String text) {
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/') ? text.substring(0, colon) : text;
  }

  private static Reference checked(String text, String name, String tag) {
    if (name.isEmpty() || tag.isEmpty() || !withoutTag(name).equals(name) || name.startsWith("/")
        || name.endsWith("/")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a valid image reference; write it as name, name:tag or name@sha256:…");
    }
    return new Reference(name, tag);
  }
}
