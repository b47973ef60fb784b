package io.longshore.system;

import io.longshore.error.StreamException;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.internal.stream.Source;
import io.longshore.stream.StreamEnd;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of one connection, each once. While an engine begins to answer, it may send an event twice: as one that it
 * remembers and as a new one. Events have nanoseconds, so that two equal ones are the same.
 */
final class EventsOnce implements Source<EventMessage> {
  /** As many as an engine remembers. */
  private static final int MOST = 256;

  private final Source<EventMessage> connection;
  private final Set<Object> latest = new LinkedHashSet<>();

  EventsOnce(Source<EventMessage> connection) {
    this.connection = connection;
  }

  @Override
  public @Nullable EventMessage next() {
    EventMessage next = event();
    while (next != null && !latest.add(Events.keyOf(next))) {
      next = event();
    }
    if (latest.size() > MOST) {
      latest.remove(latest.iterator().next());
    }
    return next;
  }

  /** What the engine sent, unless it is an error. */
  private @Nullable EventMessage event() {
    EventMessage next = connection.next();
    if (next != null && next.message() != null) {
      throw new StreamException("the events: the engine says: " + next.message(), StreamEnd.FAILED, null);
    }
    return next;
  }

  @Override
  public void close() {
    connection.close();
  }
}
