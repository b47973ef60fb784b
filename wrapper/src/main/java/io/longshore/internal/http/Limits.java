package io.longshore.internal.http;

import io.longshore.internal.transport.CallTimeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The timeouts of one call, derived from the client's by the kind of call. */
public sealed interface Limits {
  /** A call that answers as soon as it can. */
  Limits ORDINARY = new Waiting(Duration.ZERO);

  /** A call over everything an engine has, such as pruning: it works long before it answers. */
  Limits HEAVY = new Heavy();

  /** A response that may take as long as the engine works, such as that to files that were sent. */
  Limits PROGRESS = new Progress();

  /** One that begins at once and continues for as long as it takes, such as a log. */
  Limits READING = new Reading();

  /**
   * An answer whose reader says what makes progress, such as each step of a pull; as long as there is some, it may
   * continue.
   */
  Limits STEPS = new Steps(Duration.ZERO);

  /** The same, which has to be complete within a time; null for none. */
  static Limits steps(@Nullable Duration whole) {
    return whole == null ? STEPS : new Steps(whole);
  }

  /** An answer read at once, that may take as long as bytes come in numbers, such as a copy. */
  Limits BULK = new Bulk();

  /** An answer that may be quiet for days. */
  Limits QUIET = new Quiet(Duration.ZERO, false);

  /** An endless response of which a part comes every second or so, such as stats. */
  Limits STEADY = new Steady();

  /** A call that the engine answers after a time that the caller chose, such as stopping with a grace period. */
  static Limits waiting(Duration extra) {
    return new Waiting(extra);
  }

  /**
   * A stop with its grace period.
   *
   * @param seconds as it is sent; null for the container's own, which this client does not know
   */
  static Limits stopping(@Nullable String seconds) {
    return seconds == null ? HEAVY : waiting(Duration.ofSeconds(Long.parseLong(seconds)));
  }

  /** An answer that may be quiet for as long as the caller chose; null for days. */
  static Limits quiet(@Nullable Duration idle) {
    return idle == null ? QUIET : new Quiet(idle, false);
  }

  /** The same, of a stream that follows: Podman holds its head back until there is something to send. */
  static Limits following(@Nullable Duration idle) {
    return new Quiet(idle == null ? Duration.ZERO : idle, true);
  }

  /** An answer that may be quiet, in a call that ends by the caller's own deadline. */
  static Limits until(Duration whole) {
    return new Until(whole);
  }

  /** An answer whose very head comes only when something has happened; null for as long as that takes. */
  static Limits late(@Nullable Duration whole) {
    return new Late(whole == null ? Duration.ZERO : whole);
  }

  /** Whether it is that of {@link #following}. */
  default boolean follows() {
    return false;
  }

  /**
   * A build: a step may be silent for hours, but the context that is sent must move on; null for as long as it takes.
   */
  static Limits building(@Nullable Duration whole) {
    return new Building(whole == null ? Duration.ZERO : whole);
  }

  /** In the transport's terms. */
  CallTimeouts of(TimeLimits timeouts);

  /** The same for Podman, which works before some answers that Docker begins at once. */
  default CallTimeouts ofPodman(TimeLimits timeouts) {
    return of(timeouts);
  }

  /** The transport counts in milliseconds that fit into an int; a longer time is the same as no limit. */
  private static Duration bounded(Duration whole) {
    return whole.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0 ? Duration.ZERO : whole;
  }

  record Waiting(Duration extra) implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.answer().plus(extra), t.idle(), t.answer(), t.call().plus(extra));
    }
  }

  record Heavy() implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.call(), t.idle(), t.answer(), t.call());
    }
  }

  record Progress() implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.idle(), t.idle(), t.idle(), Duration.ZERO);
    }
  }

  record Reading() implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return PROGRESS.of(t).withFirstAnswer(t.answer());
    }

    /** It exports into a file first, and begins a log with the first line that is asked for, wherever that is. */
    @Override
    public CallTimeouts ofPodman(TimeLimits t) {
      return PROGRESS.of(t);
    }
  }

  record Steps(Duration whole) implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.idle(), t.idle(), t.idle(), bounded(whole)).withPart(t.call(),
          Long.MAX_VALUE);
    }
  }

  record Bulk() implements Limits {
    /** Within the time of a whole call: even a very slow line is faster. */
    private static final long LEAST_BYTES = 64 * 1024;

    @Override
    public CallTimeouts of(TimeLimits t) {
      return READING.of(t).withPart(t.call(), LEAST_BYTES);
    }
  }

  record Quiet(Duration idle, boolean follows) implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.answer(), idle, t.answer(), Duration.ZERO);
    }

    @Override
    public CallTimeouts ofPodman(TimeLimits t) {
      return follows ? of(t).withHeadHeldBack() : of(t);
    }
  }

  record Steady() implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.answer(), t.idle(), t.answer(), Duration.ZERO).withPart(t.call(),
          Long.MAX_VALUE);
    }
  }

  record Until(Duration whole) implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.answer(), Duration.ZERO, t.answer(), bounded(whole));
    }
  }

  record Building(Duration whole) implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new CallTimeouts(t.connect(), t.answer(), Duration.ZERO, t.idle(), bounded(whole)).withHeadHeldBack();
    }
  }

  record Late(Duration whole) implements Limits {
    @Override
    public CallTimeouts of(TimeLimits t) {
      return new Until(whole).of(t).withHeadHeldBack();
    }
  }
}
