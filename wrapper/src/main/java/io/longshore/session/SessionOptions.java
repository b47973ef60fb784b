package io.longshore.session;

import io.longshore.internal.options.Check;
import io.longshore.internal.options.DetachKeys;
import io.longshore.internal.options.InputOrigin;
import io.longshore.internal.options.SessionSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which standard streams a session connects, and with what: the part that {@link ExecOptions} and
 * {@link AttachOptions} share. For one thread.
 *
 * @param <B> the options themselves
 */
public abstract sealed class SessionOptions<B extends SessionOptions<B>> permits ExecOptions, AttachOptions {
  private final SessionSettings settings;

  SessionOptions(SessionSettings settings) {
    this.settings = settings;
  }

  abstract B self();

  private B fedWith(InputOrigin origin) {
    settings.stdin = true;
    settings.source = origin;
    return self();
  }

  /**
   * Connects standard input, for the caller to write: {@link Session#stdin()}. Without it a program of its own
   * reads an end at once; a container has to be made with {@link io.longshore.container.CreateOptions.Builder#openStdin}.
   *
   * @return this
   */
  public B stdin() {
    settings.stdin = true;
    settings.source = null;
    return self();
  }

  /**
   * Sends bytes to standard input, and then its end; with a terminal ctrl-d, which a shell that has not shown its prompt yet may lose:
   * let the bytes end with {@code exit} there, or use no terminal.
   *
   * @param bytes what the program reads
   * @return this
   */
  public B stdin(byte[] bytes) {
    return fedWith(InputOrigin.of(bytes));
  }

  /**
   * Sends a file to standard input, and then its end; with a terminal ctrl-d, as {@link #stdin(byte[])} does.
   *
   * @param file what the program reads
   * @return this
   */
  public B stdin(Path file) {
    return fedWith(InputOrigin.of(file));
  }

  /**
   * Sends a stream to standard input, and then its end; with a terminal ctrl-d, as {@link #stdin(byte[])} does. A thread of the
   * session reads it, and does not close it; what the program does not take of it is lost.
   *
   * @param stream what the program reads
   * @return this
   */
  public B stdin(InputStream stream) {
    return fedWith(InputOrigin.of(stream));
  }

  /**
   * Sends standard output somewhere else.
   *
   * @param target where
   * @return this
   */
  public B stdout(Redirect target) {
    settings.stdout = target.target();
    return self();
  }

  /**
   * Sends standard error somewhere else.
   *
   * @param target where
   * @return this
   */
  public B stderr(Redirect target) {
    settings.stderr = target.target();
    settings.check();
    return self();
  }

  /**
   * Takes standard error for standard output, in the order in which both come.
   *
   * @return this
   */
  public B mergeStderr() {
    settings.merged = true;
    settings.check();
    return self();
  }

  /**
   * Which keys, typed on a terminal, end the session; ctrl-p,ctrl-q unless set. A container's own program goes on. Of an exec's no
   * engine tells after that, and 20.10 ends it.
   *
   * @param keys single characters, or {@code ctrl-} with a letter or one of {@code @ [ \\ ] ^ _}, separated by commas
   * @return this
   */
  public B detachKeys(String keys) {
    settings.detachKeys = DetachKeys.of(keys);
    return self();
  }

  /**
   * Takes an engine that sends nothing for so long for dead: reading then fails with a
   * {@link io.longshore.error.DeadlineException}. Without it a session may be quiet for ever.
   *
   * @param limit more than zero
   * @return this
   */
  public B idleLimit(Duration limit) {
    settings.idleLimit = Check.positive("idleLimit", limit);
    return self();
  }
}
