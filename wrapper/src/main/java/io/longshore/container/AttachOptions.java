package io.longshore.container;

import io.longshore.internal.Check;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** How to connect to the standard streams of a container's program. Immutable. */
public final class AttachOptions {
  private final SessionOptions streams;

  private AttachOptions(SessionOptions streams) {
    this.streams = streams;
  }

  static AttachOptions of(Consumer<Builder> options) {
    Builder builder = new Builder();
    Objects.requireNonNull(options, "options").accept(builder);
    return new AttachOptions(builder.streams);
  }

  AttachOptions withStdin() {
    return new AttachOptions(streams.withStdin());
  }

  SessionOptions streams() {
    return streams;
  }

  @Override
  public String toString() {
    return "AttachOptions[stdin=" + streams.stdin() + ", stdout=" + streams.stdout() + ", stderr=" + streams.stderr() + "]";
  }

  /** Collects the options. For one thread. */
  public static final class Builder {
    private SessionOptions streams = SessionOptions.NONE;

    private Builder() {}

    /**
     * Connects standard input, for the caller to write: {@link Session#stdin()}. The container has to be made with
     * {@link CreateOptions.Builder#openStdin}.
     *
     * @return this
     */
    public Builder stdin() {
      streams = streams.withStdin();
      return this;
    }

    /**
     * Sends bytes to standard input, and then its end; with a terminal ctrl-d.
     *
     * @param bytes what the program reads
     * @return this
     */
    public Builder stdin(byte[] bytes) {
      streams = streams.withStdin(Stdin.of(bytes));
      return this;
    }

    /**
     * Sends a file to standard input, and then its end; with a terminal ctrl-d.
     *
     * @param file what the program reads
     * @return this
     */
    public Builder stdin(Path file) {
      streams = streams.withStdin(Stdin.of(file));
      return this;
    }

    /**
     * Sends a stream to standard input, and then its end; with a terminal ctrl-d. A thread of the session reads it, and does not
     * close it; what the program does not take of it is lost.
     *
     * @param stream what the program reads
     * @return this
     */
    public Builder stdin(InputStream stream) {
      streams = streams.withStdin(Stdin.of(stream));
      return this;
    }

    /**
     * Sends standard output somewhere else.
     *
     * @param target where
     * @return this
     */
    public Builder stdout(Redirect target) {
      streams = streams.withStdout(target);
      return this;
    }

    /**
     * Sends standard error somewhere else.
     *
     * @param target where
     * @return this
     */
    public Builder stderr(Redirect target) {
      streams = streams.withStderr(target);
      return this;
    }

    /**
     * Takes standard error for standard output, in the order in which both come.
     *
     * @return this
     */
    public Builder mergeStderr() {
      streams = streams.withMerged();
      return this;
    }

    /**
     * Which keys, typed on a terminal, end the session while the program goes on; ctrl-p,ctrl-q unless set.
     *
     * @param keys single characters, or {@code ctrl-} with a letter or one of {@code @ [ \\ ] ^ _}, separated by commas
     * @return this
     */
    public Builder detachKeys(String keys) {
      streams = streams.withDetachKeys(DetachKeys.of(keys));
      return this;
    }

    /**
     * Takes an engine that sends nothing for so long for dead: reading then fails with a
     * {@link io.longshore.DeadlineException}. Without it a session may be quiet for ever.
     *
     * @param limit more than zero
     * @return this
     */
    public Builder idleLimit(Duration limit) {
      streams = streams.withIdleLimit(Check.positive("idleLimit", limit));
      return this;
    }
  }
}
