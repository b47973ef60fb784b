package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import java.util.List;
import java.util.Map;

/**
 * One instruction of a Dockerfile.
 *
 * @param name in capitals
 * @param flags what begins with two dashes, by its name
 * @param words what follows, divided as this instruction wants it; quotes and variables are still in it
 * @param json whether the words were an array
 * @param text all of it as written, on one line
 * @param line where it begins, from 1
 * @param escape what quotes a character
 */
record Instruction(
    String name, Map<String, String> flags, List<String> words, boolean json, String text, int line, char escape) {
  /** What this engine does not do. */
  EngineError notHere(String what) {
    return EngineError.unsupported("line " + line + " of the Dockerfile: the embedded engine does not " + what);
  }

  String flag(String flag) {
    return flags.getOrDefault(flag, "");
  }

  String word(int index) {
    return words.get(index);
  }
}
