package io.longshore.system;

import io.longshore.generated.engine.model.EventType;
import io.longshore.internal.Check;
import io.longshore.internal.Filters;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which events to watch, and for how long. Immutable. */
public final class EventOptions {
  private final @Nullable String filters;
  private final @Nullable Instant since;
  private final @Nullable Instant until;
  private final @Nullable Duration idleLimit;
  private final Duration patience;

  private EventOptions(Builder builder) {
    filters = builder.filters.json();
    since = builder.since;
    until = builder.until;
    idleLimit = builder.idleLimit;
    patience = builder.patience;
    if (since != null && until != null && until.isBefore(since)) {
      throw new IllegalArgumentException("until is " + until + " and before since, which is " + since);
    }
  }

  static EventOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new EventOptions(builder);
  }

  @Nullable String filters() {
    return filters;
  }

  @Nullable Instant since() {
    return since;
  }

  @Nullable Instant until() {
    return until;
  }

  @Nullable Duration idleLimit() {
    return idleLimit;
  }

  Duration patience() {
    return patience;
  }

  @Override
  public String toString() {
    return "EventOptions[filters=" + filters + ", since=" + since + ", until=" + until + ", idleLimit=" + idleLimit
        + ", patience=" + patience + "]";
  }

  /** Collects the options. Values of one filter are alternatives, different filters must all match. For one thread. */
  public static final class Builder {
    private final Filters filters = new Filters();
    private @Nullable Instant since;
    private @Nullable Instant until;
    private @Nullable Duration idleLimit;
    private Duration patience = Duration.ofMinutes(5);

    private Builder() {}

    /**
     * Watches kinds of objects.
     *
     * @param types alternatives
     * @return this
     */
    public Builder type(EventType... types) {
      return filter("type", Arrays.stream(types).map(EventType::value).toArray(String[]::new));
    }

    /**
     * Watches what happens, such as {@code create}, {@code start}, {@code die} and {@code pull}.
     *
     * @param actions alternatives
     * @return this
     */
    public Builder action(String... actions) {
      return filter("event", actions);
    }

    /**
     * Watches containers.
     *
     * @param containers their ids or names, alternatives
     * @return this
     */
    public Builder container(String... containers) {
      return filter("container", containers);
    }

    /**
     * Watches images, and containers that are made of them.
     *
     * @param images their names, with or without a tag, alternatives
     * @return this
     */
    public Builder image(String... images) {
      return filter("image", images);
    }

    /**
     * Watches networks.
     *
     * @param networks their ids or names, alternatives
     * @return this
     */
    public Builder network(String... networks) {
      return filter("network", networks);
    }

    /**
     * Watches volumes.
     *
     * @param volumes their names, alternatives
     * @return this
     */
    public Builder volume(String... volumes) {
      return filter("volume", volumes);
    }

    /**
     * Watches objects that have a label; asked more than once, those that have all of them.
     *
     * @param name the label's name
     * @return this
     */
    public Builder label(String name) {
      return filter("label", Check.text("label name", name));
    }

    /**
     * Watches objects that have a label of a value.
     *
     * @param name the label's name
     * @param value its value
     * @return this
     */
    public Builder label(String name, String value) {
      return filter("label", Check.text("label name", name) + "=" + Objects.requireNonNull(value, "label value"));
    }

    /**
     * Filters by anything else that the engine knows.
     *
     * @param name the filter, such as {@code scope}; engines take no notice of a name that they do not know
     * @param values alternatives
     * @return this
     */
    public Builder filter(String name, String... values) {
      filters.add(name, "container".equals(name) ? Arrays.stream(values).map(Check::container).toArray(String[]::new) : values);
      return this;
    }

    /**
     * Begins with what the engine remembers since a time, this itself included: its latest 256 events at most, and none from
     * before it was started. Otherwise the stream begins with what happens from the call on.
     *
     * @param since the time by the engine's clock, to the nanosecond
     * @return this
     */
    public Builder since(Instant since) {
      this.since = Objects.requireNonNull(since, "since");
      return this;
    }

    /**
     * Ends the stream at a time. Otherwise it has no end of its own.
     *
     * @param until the time by the engine's clock, to the nanosecond, itself included; after 1970. One in the past and no
     *     {@code since} give what the engine remembers from before it
     * @return this
     */
    public Builder until(Instant until) {
      // An engine takes zero for no end.
      if (!until.isAfter(Instant.EPOCH)) {
        throw new IllegalArgumentException("until is " + until + "; it has to be after 1970");
      }
      this.until = until;
      return this;
    }

    /**
     * Takes an engine for dead that sends no event for longer than this, and fails with
     * {@link io.longshore.DeadlineException}, or connects again. Otherwise a quiet stream lives for ever: nothing tells an
     * engine that stands still from one in which nothing happens.
     *
     * @param limit longer than any time without an event
     * @return this
     */
    public Builder idleLimit(Duration limit) {
      idleLimit = Check.positive("idleLimit", limit);
      return this;
    }

    /**
     * How long {@link DockerSystem#followEvents} tries to connect again after a loss, also while the engine answers with
     * failures of its own (5xx), or begins no stream within the {@linkplain #idleLimit idle limit}: 5 minutes unless set.
     *
     * @param patience the time from the loss until the last failure is thrown
     * @return this
     */
    public Builder patience(Duration patience) {
      this.patience = Check.positive("patience", patience);
      return this;
    }
  }
}
