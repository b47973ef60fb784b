package io.longshore.network;

import io.longshore.error.ConflictException;
import io.longshore.error.EngineException;
import io.longshore.error.EngineException.Answer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Refusals that the state of a network or a container explains. Engines send them as 400, 403 or 500, so only the words
 * tell them from other refusals.
 */
final class Conflicts {
  private static final Pattern WORDS = Pattern.compile(
      "active endpoints|in use by service|already exists in network|is already attached to network"
          + "|Address already in use|[Pp]ool overlaps|is not connected to|is being used|already used on the host",
      Pattern.CASE_INSENSITIVE);

  private Conflicts() {}

  /** Makes a call, and throws a refusal of this kind as a conflict. */
  static <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineException e) {
      if (e instanceof ConflictException || !WORDS.matcher(e.engineMessage()).find()) {
        throw e;
      }
      throw new ConflictException(
          new Answer(e.operation(), e.resource(), e.status(), e.engineMessage(), e.apiVersion(), e.what()));
    }
  }
}
