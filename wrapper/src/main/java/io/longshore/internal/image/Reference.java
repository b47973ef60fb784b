package io.longshore.internal.image;

import io.longshore.internal.credentials.RegistryName;
import io.longshore.internal.options.Check;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image reference in the parts that engines and registries take apart: {@code [registry/]repository[:tag][@digest]}.
 * What the docker command refuses, this refuses too.
 *
 * @param name the repository with its registry, as it was written
 * @param tag null if there is none
 * @param digest null if there is none
 */
public record Reference(String name, @Nullable String tag, @Nullable String digest) {
  private static final String LATEST = "latest";
  private static final String LIBRARY = "library/";

  /** Of the repository, without its registry and with the directory that Docker Hub's own images are in. */
  private static final int LONGEST_NAME = 255;

  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final Pattern REGISTRY = Pattern.compile(
      "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
  private static final String WORD = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(WORD + "(?:/" + WORD + ")*");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile(
      "sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}");
  private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{64}");

  /**
   * Takes a reference apart.
   *
   * @throws IllegalArgumentException if the docker command would refuse it
   */
  public static Reference parse(String text) {
    Check.text("image reference", text);
    int at = text.indexOf('@');
    String digest = at < 0 ? null : text.substring(at + 1);
    String tagged = at < 0 ? text : text.substring(0, at);
    int colon = tagged.lastIndexOf(':');
    // A colon before the last slash belongs to the registry's port.
    boolean hasTag = colon > tagged.lastIndexOf('/');
    String tag = hasTag ? tagged.substring(colon + 1) : null;
    Reference parsed = new Reference(hasTag ? tagged.substring(0, colon) : tagged, tag, digest);
    parsed.check(text);
    return parsed;
  }

  private void check(String text) {
    require(text.chars().noneMatch(c -> c <= ' '), text, "it contains white space");
    require(tag == null || TAG.matcher(tag).matches(), text, "its tag is not valid");
    require(digest == null || DIGEST.matcher(digest).matches(), text,
        "what follows the @ is not a digest, such as sha256: and 64 lowercase hex digits");
    require(!IMAGE_ID.matcher(name).matches(), text, "64 hex digits are an id and not a name");
    String registry = RegistryName.written(name);
    String repository = registry == null ? name : name.substring(registry.length() + 1);
    require(registry == null || REGISTRY.matcher(registry).matches(), text, "its registry is not valid");
    require(repository.chars().noneMatch(Character::isUpperCase), text, "its repository must be lowercase");
    require(REPOSITORY.matcher(repository).matches(), text, "its repository is not valid");
    boolean official = repository.indexOf('/') < 0 && RegistryName.isHub(registry);
    require((official ? LIBRARY.length() : 0) + repository.length() <= LONGEST_NAME, text,
        "its repository must not be longer than " + LONGEST_NAME + " characters");
  }

  private static void require(boolean valid, String text, String reason) {
    if (!valid) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a valid image reference: " + reason
              + "; write it as name, name:tag or name@sha256:…");
    }
  }

  /** What an engine takes as a tag. Without any it would pull every tag of the repository, so there always is one. */
  public String tagOrDigest() {
    return digest != null ? digest : tagOrLatest();
  }

  public String tagOrLatest() {
    return tag == null ? LATEST : tag;
  }

  /** The same reference, which has to be a name with a tag or without one. */
  public Reference withoutDigest(String what) {
    if (digest != null) {
      throw new IllegalArgumentException(
          what + " takes a name with a tag, and " + name + "@" + digest + " has a digest; leave it out");
    }
    return this;
  }
}
