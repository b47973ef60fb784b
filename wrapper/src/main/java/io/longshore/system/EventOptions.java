package io.longshore.system;

import io.longshore.generated.engine.model.EventScope;
import io.longshore.generated.engine.model.EventType;
import io.longshore.generated.engine.model.SystemEventsOptions;
import io.longshore.internal.options.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which events to watch, and for how long. Values of one filter are alternatives, different filters must all match. Not
 * thread-safe.
 */
public final class EventOptions {
  private final SystemEventsOptions query = new SystemEventsOptions();
  private @Nullable Instant since;
  private @Nullable Instant until;
  private @Nullable Duration idleLimit;
  private Duration patience = Duration.ofMinutes(5);

  private EventOptions() {}

  static EventOptions of(Consumer<EventOptions> options) {
    EventOptions wanted = new EventOptions();
    Objects.requireNonNull(options, "options").accept(wanted);
    if (wanted.since != null && wanted.until != null && wanted.until.isBefore(wanted.since)) {
      throw new IllegalArgumentException("until is " + wanted.until + " and before since, which is " + wanted.since);
    }
    return wanted;
  }

  /** The query of a stream that begins at a time. */
  SystemEventsOptions query(@Nullable Instant beginning) {
    return query.since(beginning).until(until);
  }

  @Nullable
  Instant since() {
    return since;
  }

  @Nullable
  Instant until() {
    return until;
  }

  @Nullable
  Duration idleLimit() {
    return idleLimit;
  }

  Duration patience() {
    return patience;
  }

  /**
   * Watches kinds of objects.
   *
   * @param types alternatives
   * @return this
   */
  public EventOptions type(EventType... types) {
    query.type(types);
    return this;
  }

  /**
   * Watches what happens, such as {@code create}, {@code start}, {@code die} and {@code pull}.
   *
   * @param actions alternatives
   * @return this
   */
  public EventOptions action(String... actions) {
    query.action(actions);
    return this;
  }

  /**
   * Watches containers.
   *
   * @param containers their ids or names, alternatives
   * @return this
   */
  public EventOptions container(String... containers) {
    query.container(containers);
    return this;
  }

  /**
   * Watches images, and containers that were created from them.
   *
   * @param images their names, with or without a tag, alternatives
   * @return this
   */
  public EventOptions image(String... images) {
    query.image(images);
    return this;
  }

  /**
   * Watches networks.
   *
   * @param networks their ids or names, alternatives
   * @return this
   */
  public EventOptions network(String... networks) {
    query.network(networks);
    return this;
  }

  /**
   * Watches volumes.
   *
   * @param volumes their names, alternatives
   * @return this
   */
  public EventOptions volume(String... volumes) {
    query.volume(volumes);
    return this;
  }

  /**
   * Watches engines.
   *
   * @param engines their ids or names, alternatives
   * @return this
   */
  public EventOptions daemon(String... engines) {
    query.daemon(engines);
    return this;
  }

  /**
   * Watches plugins.
   *
   * @param plugins their names, alternatives
   * @return this
   */
  public EventOptions plugin(String... plugins) {
    query.plugin(plugins);
    return this;
  }

  /**
   * Watches services. Since API 1.33.
   *
   * @param services their ids or names, alternatives
   * @return this
   */
  public EventOptions service(String... services) {
    query.service(services);
    return this;
  }

  /**
   * Watches nodes of the swarm. Since API 1.33.
   *
   * @param nodes their ids or names, alternatives
   * @return this
   */
  public EventOptions node(String... nodes) {
    query.node(nodes);
    return this;
  }

  /**
   * Watches secrets. Since API 1.33.
   *
   * @param secrets their ids or names, alternatives
   * @return this
   */
  public EventOptions secret(String... secrets) {
    query.secret(secrets);
    return this;
  }

  /**
   * Watches configs. Since API 1.33.
   *
   * @param configs their ids or names, alternatives
   * @return this
   */
  public EventOptions config(String... configs) {
    query.config(configs);
    return this;
  }

  /**
   * Watches objects of a scope. Since API 1.30.
   *
   * @param scopes alternatives
   * @return this
   */
  public EventOptions scope(EventScope... scopes) {
    query.scope(scopes);
    return this;
  }

  /**
   * Watches objects that have a label; if called more than once, those that have all of them.
   *
   * @param name the label's name
   * @return this
   */
  public EventOptions label(String name) {
    query.label(name);
    return this;
  }

  /**
   * Watches objects that have a label with a value.
   *
   * @param name the label's name
   * @param value its value
   * @return this
   */
  public EventOptions label(String name, String value) {
    query.label(name, value);
    return this;
  }

  /**
   * Filters by anything else that the engine knows.
   *
   * @param name the filter, such as {@code scope}; engines ignore a name that they do not know
   * @param values alternatives
   * @return this
   */
  public EventOptions filter(String name, String... values) {
    query.filter(name, values);
    return this;
  }

  /**
   * Begins with the events that the engine remembers since a time, inclusive: its latest 256 at most, and none from
   * before it was started. Unless set, the stream begins with what happens after the call.
   *
   * @param since the time by the engine's clock, to the nanosecond
   * @return this
   */
  public EventOptions since(Instant since) {
    this.since = Objects.requireNonNull(since, "since");
    return this;
  }

  /**
   * Ends the stream at a time. Unless set, it has no end.
   *
   * @param until the time by the engine's clock, to the nanosecond, inclusive; after 1970. A time in the past without
   *     {@code since} gives what the engine remembers from before it
   * @return this
   */
  public EventOptions until(Instant until) {
    // Engines treat zero as no end.
    if (!until.isAfter(Instant.EPOCH)) {
      throw new IllegalArgumentException("until is " + until + "; it must be after 1970");
    }
    this.until = until;
    return this;
  }

  /**
   * Treats the engine as dead if it sends no event for this long: reading then throws
   * {@link io.longshore.error.DeadlineException}, or reconnects. Unless set, the stream may be silent indefinitely: a
   * hung engine looks the same as one in which nothing happens.
   *
   * @param limit longer than any time without an event
   * @return this
   */
  public EventOptions idleLimit(Duration limit) {
    idleLimit = Check.positive("idleLimit", limit);
    return this;
  }

  /**
   * Sets how long {@link DockerSystem#followEvents} tries to reconnect after a loss, also while the engine fails with
   * 5xx or does not begin the stream within the {@linkplain #idleLimit idle limit}: 5 minutes unless set.
   *
   * @param patience the time from the loss until the last failure is thrown
   * @return this
   */
  public EventOptions patience(Duration patience) {
    this.patience = Check.positive("patience", patience);
    return this;
  }

  @Override
  public String toString() {
    return "EventOptions[" + query + ", since=" + since + ", until=" + until + ", idleLimit=" + idleLimit
        + ", patience=" + patience + "]";
  }
}
