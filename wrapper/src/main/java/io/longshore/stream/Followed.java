package io.longshore.stream;

import java.time.Instant;

/**
 * An item or a gap in a stream that reconnects after a lost connection. While it reconnects, an engine that fails with
 * 5xx, as engines do while they start or stop, is tried again like one that cannot be reached; any other failure, such
 * as a missing container, ends the stream.
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
 * @param <T> the type of the items
 */
public sealed interface Followed<T> {
  /**
   * An item. No item comes twice.
   *
   * @param value the item
   * @param <T> the type of the items
   */
  record Item<T>(T value) implements Followed<T> {}

  /**
   * The connection was lost here, and what the engine sent afterwards does not prove that nothing is missing. Items may
   * be missing, but need not be. A gap comes right before the first item after it, at the same time as that item. If
   * the engine proves that nothing is missing, there is no gap.
   *
   * @param after the time of the last item before the gap; if there was none, the time from which items were requested
   * @param until the time of the first item after it
   * @param reason why the connection was lost
   * @param <T> the type of the items
   */
  record Gap<T>(Instant after, Instant until, String reason) implements Followed<T> {}
}
