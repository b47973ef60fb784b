package io.longshore.embedded.internal.files;

/** Whom a file belongs to, by numbers. */
public record Owner(int user, int group) {
  /** Number 0. */
  public static final Owner ROOT = new Owner(0, 0);
}
