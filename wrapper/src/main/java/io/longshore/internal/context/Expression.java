package io.longshore.internal.context;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * A regular expression without alternatives, matched in one pass: a pattern with many asterisks would keep a
 * backtracking matcher busy indefinitely.
 */
final class Expression {
  enum Kind {
    /** Consumes one character. */
    ONE,
    /** Consumes any number of characters. */
    MANY,
    /** Consumes nothing, and may leave out the next {@code length} steps. */
    OPTIONAL,
    /** Consumes nothing, and only holds at the beginning. */
    BEGIN,
    END, BOUNDARY, NO_BOUNDARY
  }

  /**
   * One part.
   *
   * @param accepts for those that consume
   * @param length for those that are optional
   */
  record Step(Kind kind, IntPredicate accepts, int length) {
    static Step of(Kind kind) {
      return new Step(kind, c -> false, 0);
    }
  }

  private final List<Step> steps;

  Expression(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  boolean matches(String text) {
    int[] characters = text.codePoints().toArray();
    boolean[] reached = new boolean[steps.size() + 1];
    reached[0] = true;
    withoutConsuming(reached, characters, 0);
    for (int at = 0; at < characters.length; at++) {
      boolean[] next = new boolean[reached.length];
      boolean any = false;
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        if (reached[i] && step.accepts.test(characters[at])) {
          next[step.kind == Kind.MANY ? i : i + 1] = true;
          any = true;
        }
      }
      if (!any) {
        return false;
      }
      withoutConsuming(next, characters, at + 1);
      reached = next;
    }
    return reached[steps.size()];
  }

  /** Adds what is reached without a character. Steps only lead forward, so one pass finds everything. */
  private void withoutConsuming(boolean[] reached, int[] characters, int at) {
    for (int i = 0; i < steps.size(); i++) {
      if (!reached[i]) {
        continue;
      }
      Step step = steps.get(i);
      switch (step.kind) {
        case ONE -> {
        }
        case MANY -> reached[i + 1] = true;
        case OPTIONAL -> {
          reached[i + 1] = true;
          reached[i + 1 + step.length] = true;
        }
        case BEGIN -> reached[i + 1] |= at == 0;
        case END -> reached[i + 1] |= at == characters.length;
        case BOUNDARY -> reached[i + 1] |= boundary(characters, at);
        case NO_BOUNDARY -> reached[i + 1] |= !boundary(characters, at);
        default -> throw new AssertionError(step.kind);
      }
    }
  }

  private static boolean boundary(int[] characters, int at) {
    boolean before = at > 0 && CharacterSets.WORD.test(characters[at - 1]);
    boolean after = at < characters.length && CharacterSets.WORD.test(characters[at]);
    return before != after;
  }
}
