package io.longshore.internal.context;

import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The sets of characters that have names in Go's regular expressions. */
final class CharacterSets {
  static final IntPredicate WORD = c -> letter(c) || digit(c) || c == '_';

  private static final IntPredicate PUNCTUATION = c -> c > ' ' && c < 0x7f && !letter(c) && !digit(c);
  private static final IntPredicate SPACE = c -> c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';

  private static final Map<String, IntPredicate> POSIX = Map.ofEntries(
      Map.entry("alnum", c -> letter(c) || digit(c)),
      Map.entry("alpha", CharacterSets::letter),
      Map.entry("ascii", c -> c < 0x80),
      Map.entry("blank", c -> c == ' ' || c == '\t'),
      Map.entry("cntrl", c -> c < ' ' || c == 0x7f),
      Map.entry("digit", CharacterSets::digit),
      Map.entry("graph", c -> c > ' ' && c < 0x7f),
      Map.entry("lower", c -> c >= 'a' && c <= 'z'),
      Map.entry("print", c -> c >= ' ' && c < 0x7f),
      Map.entry("punct", PUNCTUATION),
      Map.entry("space", SPACE.or(c -> c == 0x0b)),
      Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
      Map.entry("word", WORD),
      Map.entry("xdigit", c -> digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'));

  private static final Map<Integer, Set<Integer>> CATEGORIES = Map.of(
      (int) 'C', types(Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE),
      (int) 'L', types(Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER, Character.OTHER_LETTER),
      (int) 'M', types(Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK),
      (int) 'N', types(Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER),
      (int) 'P', types(Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
          Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION),
      (int) 'S', types(Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL),
      (int) 'Z', types(Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR));

  private CharacterSets() {}

  /** The set of {@code [:name:]}; null if there is none. */
  static @Nullable IntPredicate posix(String name) {
    boolean not = name.startsWith("^");
    IntPredicate set = POSIX.get(not ? name.substring(1) : name);
    return set == null || !not ? set : set.negate();
  }

  /** The set of a backslash and a letter; null if there is none. */
  static @Nullable IntPredicate perl(int letter) {
    return switch (letter) {
      case 'd' -> CharacterSets::digit;
      case 'D' -> c -> !digit(c);
      case 's' -> SPACE;
      case 'S' -> SPACE.negate();
      case 'w' -> WORD;
      case 'W' -> WORD.negate();
      default -> null;
    };
  }

  /** The set of {@code \p} and a letter; null if there is none. */
  static @Nullable IntPredicate category(int letter) {
    Set<Integer> types = CATEGORIES.get(letter);
    return types == null ? null : c -> types.contains(Character.getType(c));
  }

  private static Set<Integer> types(byte... types) {
    Integer[] boxed = new Integer[types.length];
    for (int i = 0; i < types.length; i++) {
      boxed[i] = (int) types[i];
    }
    return Set.of(boxed);
  }

  private static boolean letter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }
}
