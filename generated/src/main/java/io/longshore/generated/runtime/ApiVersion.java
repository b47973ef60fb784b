package io.longshore.generated.runtime;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the Engine API, such as 1.41. Immutable; ordered by its numbers, so 1.9 comes before 1.41.
 *
 * @param major the first number
 * @param minor the second number
 */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

  /** Checks that neither number is negative. */
  public ApiVersion {
    if (major < 0 || minor < 0) {
      throw new IllegalArgumentException("an API version has no negative numbers: " + major + "." + minor);
    }
  }

  /**
   * Parses the form that engines use.
   *
   * @param text two numbers with a dot between them, such as {@code 1.41}
   * @return the version
   * @throws IllegalArgumentException if the text has another form, such as one with a leading {@code v}
   */
  public static ApiVersion parse(String text) {
    Matcher form = FORM.matcher(Objects.requireNonNull(text, "version"));
    if (!form.matches()) {
      throw new IllegalArgumentException("not an API version: '" + text + "'; write two numbers, such as 1.41");
    }
    return new ApiVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
  }

  /**
   * Returns whether this version is newer than the other one.
   *
   * @param other the version to compare with
   * @return true if this one is newer, false if it is older or the same
   */
  public boolean isAfter(ApiVersion other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
