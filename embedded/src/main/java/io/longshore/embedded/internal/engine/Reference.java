package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.EngineError;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An image's name in the short form that engines show: {@code busybox:local}.
 *
 * @param repository without {@code docker.io/} and {@code library/}
 * @param tag the tag, or a digest with its {@code @}
 */
public record Reference(String repository, String tag) {
  private static final Pattern REPOSITORY = Pattern.compile(
      "([a-zA-Z0-9]+(-+[a-zA-Z0-9]+)*(\\.[a-zA-Z0-9]+(-+[a-zA-Z0-9]+)*)*(:\\d+)?/)?"
          + "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");

  /** Reads a name as a user writes it; no tag means {@code latest}. */
  public static Reference parse(String text) {
    int at = text.indexOf('@');
    if (at > 0) {
      return new Reference(repository(text.substring(0, at)), text.substring(at));
    }
    int colon = text.indexOf(':', text.lastIndexOf('/') + 1);
    return colon < 0
        ? of(text, "")
        : of(text.substring(0, colon), text.substring(colon + 1).isEmpty() ? " " : text.substring(colon + 1));
  }

  /** Whether a text names a repository, and no image of it by a tag or digest. */
  public static boolean isRepository(String text) {
    return text.indexOf('@') < 0 && text.lastIndexOf(':') <= text.lastIndexOf('/');
  }

  /** A name given in two parts. */
  public static Reference of(String repository, String tag) {
    String name = repository(repository);
    if (!tag.isEmpty() && !TAG.matcher(tag).matches()) {
      throw EngineError.invalid("invalid tag format");
    }
    return new Reference(name, tag.isEmpty() ? "latest" : tag);
  }

  private static String repository(String text) {
    String name = text;
    for (String prefix : new String[] {"docker.io/", "index.docker.io/", "library/"}) {
      name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
    if (REPOSITORY.matcher(name).matches()) {
      return name;
    }
    if (REPOSITORY.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      String full = name.contains("/") ? name : "library/" + name;
      throw EngineError.invalid("invalid reference format: repository name (" + full + ") must be lowercase");
    }
    throw EngineError.invalid("invalid reference format");
  }

  /** Whether a text can be the registry of a name. */
  public static boolean isRegistry(String text) {
    Reference name = new Reference(text + "/a", "");
    return REPOSITORY.matcher(name.repository).matches() && name.registry().equals(text);
  }

  /** The registry's host and port when the name says one; empty for the default registry. */
  public String registry() {
    int slash = repository.indexOf('/');
    String host = slash < 0 ? "" : repository.substring(0, slash);
    return host.contains(".") || host.contains(":") || host.equals("localhost") ? host : "";
  }

  @Override
  public String toString() {
    return tag.startsWith("@") ? repository + tag : repository + ":" + tag;
  }
}
