package io.longshore.internal.config;

import java.util.List;

/**
 * The addresses to try, in order; never empty. If the user configured the engine, there is exactly one: falling back to
 * another would send commands to the wrong engine.
 */
public record Candidates(List<Candidate> list) {

  public Candidates {
    list = List.copyOf(list);
    if (list.isEmpty()) {
      throw new IllegalArgumentException("no candidates");
    }
  }

  static Candidates only(Candidate candidate) {
    return new Candidates(List.of(candidate));
  }
}
