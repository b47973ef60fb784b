package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.network.Member;
import io.longshore.embedded.internal.network.Network;
import io.longshore.embedded.internal.process.Signals;
import io.longshore.generated.engine.model.EventActor;
import io.longshore.generated.engine.model.EventMessage;
import io.longshore.generated.engine.model.EventScope;
import io.longshore.generated.engine.model.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened: the newest 256 events, as an engine keeps them. */
public final class EventLog {
  private static final int KEPT = 256;

  private final Deque<EventMessage> events = new ArrayDeque<>();
  private long first;

  void image(String action, String id, String name) {
    add(EventType.IMAGE, action, id, Map.of("name", name), "");
  }

  void volume(String action, String name, Map<String, String> more) {
    Map<String, String> attributes = new LinkedHashMap<>(more);
    attributes.put("driver", "local");
    add(EventType.VOLUME, action, name, attributes, "");
  }

  void killed(Container container, String signal) {
    container("kill", container, Map.of("signal", Signals.number(signal)));
  }

  void died(Container container, int exitCode, @Nullable Instant start, Instant end) {
    long seconds = start == null ? 0 : Duration.between(start, end).toSeconds();
    container(
        "die", container, Map.of("exitCode", String.valueOf(exitCode), "execDuration", String.valueOf(seconds)));
  }

  void network(String action, Network network, @Nullable Member container) {
    Map<String, String> attributes = new LinkedHashMap<>();
    if (container != null) {
      attributes.put("container", container.id());
    }
    attributes.put("name", network.name());
    attributes.put("type", network.driver());
    add(EventType.NETWORK, action, network.id(), attributes, "");
  }

  /** What happened to no container in particular. */
  public void containers(String action, Map<String, String> attributes) {
    add(EventType.CONTAINER, action, "", attributes, "");
  }

  /** What happened to a container; its labels, image and name are added. */
  public void container(String action, Container container, Map<String, String> more) {
    Map<String, String> attributes = new LinkedHashMap<>(container.labels());
    attributes.putAll(more);
    attributes.put("image", container.imageName());
    attributes.put("name", container.name());
    add(EventType.CONTAINER, action, container.id(), attributes, container.imageName());
  }

  private synchronized void add(
      EventType type, String action, String id, Map<String, String> attributes, String from) {
    Instant now = Instant.now();
    EventMessage.Builder event = EventMessage.builder()
        .type(type)
        .action(action)
        .actor(EventActor.builder().id(id).attributes(attributes).build())
        .scope(EventScope.LOCAL)
        .time(now.getEpochSecond())
        .timeNano(now.getEpochSecond() * 1_000_000_000L + now.getNano());
    if (type.equals(EventType.CONTAINER) || type.equals(EventType.IMAGE)) {
      event.status(action).id(id.isEmpty() ? null : id).from(from.isEmpty() ? null : from);
    }
    events.add(event.build());
    if (events.size() > KEPT) {
      events.remove();
      first++;
    }
    notifyAll();
  }

  /** The position of the oldest event that is kept. */
  public synchronized long start() {
    return first;
  }

  /** The position after the newest event. */
  public synchronized long end() {
    return first + events.size();
  }

  /** The events from a position on. */
  public synchronized List<EventMessage> read(long position) {
    return new ArrayList<>(events).subList((int) Math.min(events.size(), Math.max(0, position - first)), events.size());
  }

  /** Waits for an event at the position, for at most this long. */
  public synchronized void await(long position, long millis) throws InterruptedException {
    if (position >= end()) {
      wait(millis);
    }
  }
}
