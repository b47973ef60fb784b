package io.longshore.generated.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists and maps of a builder with one more item. The originals never change. */
public final class Items {
  private Items() {}

  /**
   * Returns a list with one more item.
   *
   * @param items the list, or null for an empty one
   * @param item the item
   * @param <T> its type
   * @return a new, unmodifiable list
   */
  public static <T extends @Nullable Object> List<T> add(@Nullable List<T> items, T item) {
    List<T> all = items == null ? new ArrayList<>() : new ArrayList<>(items);
    all.add(Objects.requireNonNull(item, "item"));
    return Collections.unmodifiableList(all);
  }

  /**
   * Returns a map with one more entry.
   *
   * @param items the map, or null for an empty one
   * @param name the entry's name; an existing one gets the value
   * @param value its value
   * @param <T> the type of the values
   * @return a new, unmodifiable map in the order in which its entries came
   */
  public static <T extends @Nullable Object> Map<String, T> put(@Nullable Map<String, T> items, String name, T value) {
    Map<String, T> all = items == null ? new LinkedHashMap<>() : new LinkedHashMap<>(items);
    all.put(name(name), Objects.requireNonNull(value, "value"));
    return Collections.unmodifiableMap(all);
  }

  /**
   * Returns a name and its value as one text.
   *
   * @param name the name
   * @param separator the separator between them
   * @param value the value
   * @return the text
   * @throws IllegalArgumentException if the name is empty or contains the separator
   */
  public static String pair(String name, String separator, String value) {
    if (name(name).contains(separator)) {
      throw new IllegalArgumentException(
          "the name contains '" + separator + "'; give its value as the second argument");
    }
    if (Objects.requireNonNull(value, "value").indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the value of " + name + " contains a NUL character");
    }
    return name + separator + value;
  }

  private static String name(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name is empty");
    }
    return name;
  }
}
