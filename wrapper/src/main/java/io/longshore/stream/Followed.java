package io.longshore.stream;

import java.time.Instant;

/**
 * What a stream yields that connects again after a lost connection: items, and gaps between them. An engine that answers with
 * a failure of its own (5xx) then, as one does that starts or stops, is tried again like one that is not there; every other
 * answer, such as that there is no such container, ends the stream.
 *
 * <pre>{@code
 * for (Followed<EventMessage> next : events) {
 *   if (next instanceof Followed.Item<EventMessage> item) {
 *     handle(item.value());
 *   } else if (next instanceof Followed.Gap<EventMessage> gap) {
 *     lookAtEverythingAgain(gap.after());
 *   }
 * }
 * }</pre>
 *
 * @param <T> what flows
 */
public sealed interface Followed<T> {
  /**
   * Something that flowed. No item comes twice.
   *
   * @param value the item
   * @param <T> what flows
   */
  record Item<T>(T value) implements Followed<T> {}

  /**
   * The connection was lost here, and what the engine sent afterwards does not prove that nothing is missing. Something may
   * be, nothing has to be. A gap stands right before the first item that came after it, so it is told when that item comes.
   * Where the engine proves that nothing is missing there is no gap.
   *
   * @param after the time of the last item before the gap; where there was none, the time from which items were wanted
   * @param until the time of the first item after it
   * @param reason why the connection was lost
   * @param <T> what flows
   */
  record Gap<T>(Instant after, Instant until, String reason) implements Followed<T> {}
}
