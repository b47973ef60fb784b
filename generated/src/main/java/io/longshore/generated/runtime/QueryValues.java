package io.longshore.generated.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of a query in the forms that engines take, for the generated options. */
public final class QueryValues {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private QueryValues() {}

  /**
   * Returns a flag, left out if it is the default.
   *
   * @param value the value
   * @param usual the engine's default
   * @return the value, or null
   */
  public static @Nullable Boolean flag(boolean value, boolean usual) {
    return value == usual ? null : value;
  }

  /**
   * Returns the filter value for a label.
   *
   * @param name the label's name
   * @param value its value, or null for any
   * @return the text
   */
  public static String label(String name, @Nullable String value) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("label name is empty");
    }
    return value == null ? name : name + "=" + value;
  }

  /**
   * Returns the texts of enum values.
   *
   * @param values the values
   * @return their texts
   */
  public static String[] texts(Object... values) {
    return Arrays.stream(values).map(String::valueOf).toArray(String[]::new);
  }

  /**
   * Returns the texts of numbers.
   *
   * @param values the numbers
   * @return their texts
   */
  public static String[] texts(long... values) {
    return Arrays.stream(values).mapToObj(Long::toString).toArray(String[]::new);
  }

  /**
   * Returns names of containers without the leading slash that lists have.
   *
   * @param names names or ids
   * @return the same without slashes
   */
  public static String[] withoutSlash(String... names) {
    return Arrays.stream(names).map(name -> name.length() > 1 && name.charAt(0) == '/' ? name.substring(1) : name)
        .toArray(String[]::new);
  }

  /**
   * Returns a time in the engines' form.
   *
   * @param time the time, or null
   * @return seconds since the epoch with nine digits of their fraction, or null
   */
  public static @Nullable String epochSeconds(@Nullable Instant time) {
    return time == null ? null : String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
  }

  /**
   * Returns a duration in whole seconds.
   *
   * @param name what it is, for the message
   * @param value the duration, or null
   * @param up whether to round a fraction of a second up, or down
   * @return the seconds, or null
   * @throws IllegalArgumentException if it is negative
   */
  public static @Nullable Long seconds(String name, @Nullable Duration value, boolean up) {
    if (value == null) {
      return null;
    }
    return (up ? notNegative(name, value).plusNanos(999_999_999) : notNegative(name, value)).toSeconds();
  }

  /**
   * Returns a duration as Go writes it, which filters treat as a time this long ago.
   *
   * @param value the duration
   * @return such as {@code 90s}
   * @throws IllegalArgumentException if it is negative
   */
  public static String goDuration(Duration value) {
    notNegative("duration", value);
    return value.getNano() == 0 ? value.getSeconds() + "s"
        : String.format(Locale.ROOT, "%d.%09ds", value.getSeconds(), value.getNano());
  }

  private static Duration notNegative(String name, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it goes from zero to " + LONGEST.toDays() + " days");
    }
    return value;
  }

  /**
   * Checks a number that has a minimum.
   *
   * @param least the least value
   * @param name what it is, for the message
   * @param value the number
   * @return the number
   * @throws IllegalArgumentException if it is less
   */
  public static long atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
    }
    return value;
  }

  /**
   * Returns a platform as JSON, the form of newer parameters.
   *
   * @param platform {@code os/architecture} or {@code os/architecture/variant}, or null
   * @return the JSON, or null
   * @throws IllegalArgumentException if it has another form
   */
  public static @Nullable String platform(@Nullable String platform) {
    if (platform == null) {
      return null;
    }
    String[] parts = platform.split("/", -1);
    if (parts.length < 2 || parts.length > 3 || Arrays.stream(parts).anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "platform is '" + platform
              + "'; write operating system and architecture, such as linux/arm64 or linux/arm/v7");
    }
    Map<String, String> json = new LinkedHashMap<>();
    json.put("os", parts[0]);
    json.put("architecture", parts[1]);
    if (parts.length == 3) {
      json.put("variant", parts[2]);
    }
    return new String(Json.encode(JsonAdapter.map(JsonAdapter.STRING), json).bytes(), StandardCharsets.UTF_8);
  }

  /**
   * Returns platforms as JSON.
   *
   * @param platforms each {@code os/architecture} or {@code os/architecture/variant}
   * @return each as JSON
   * @throws IllegalArgumentException if one has another form
   */
  public static @Nullable String[] platforms(String... platforms) {
    return Arrays.stream(platforms).map(platform -> platform(Objects.requireNonNull(platform, "platform")))
        .toArray(String[]::new);
  }
}
