package io.longshore.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one part of the options has set, followed by what another part adds. */
final class Concat {
  private Concat() {}

  static <T> List<T> of(List<T> first, List<T> then) {
    List<T> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  static <T> Map<String, T> of(Map<String, T> first, Map<String, T> then) {
    Map<String, T> all = new LinkedHashMap<>(first);
    all.putAll(then);
    return all;
  }
}
