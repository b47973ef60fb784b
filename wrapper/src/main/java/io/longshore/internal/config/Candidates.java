package io.longshore.internal.config;

import java.util.List;

/**
 * The addresses to try, in order; never empty.
 *
 * @param explicit true where the user named the engine: then there is exactly one, and falling back
 *     to another would send commands to the wrong engine
 */
public record Candidates(List<Candidate> list, boolean explicit) {

  public Candidates {
    list = List.copyOf(list);
    if (list.isEmpty() || (explicit && list.size() != 1)) {
      throw new IllegalArgumentException("not a list of candidates: " + list);
    }
  }

  static Candidates only(Candidate candidate) {
    return new Candidates(List.of(candidate), true);
  }
}
