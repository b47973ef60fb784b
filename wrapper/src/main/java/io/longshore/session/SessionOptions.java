package io.longshore.session;

import io.longshore.internal.options.Check;
import io.longshore.internal.options.DetachKeys;
import io.longshore.internal.options.InputOrigin;
import io.longshore.internal.options.SessionSettings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which standard streams a session connects, and with what: the part that {@link ExecOptions} and
 * {@link AttachOptions} share. Not thread-safe.
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
   * Connects standard input, so that the caller can write to {@link Session#stdin()}. Without it, the program of an
   * exec reads the end of its input at once. A container must be created with
   * {@link io.longshore.container.CreateOptions.Builder#openStdin}.
   *
   * @return this
   */
  public B stdin() {
    settings.stdin = true;
    settings.source = null;
    return self();
  }

  /**
   * Sends bytes to standard input, and then its end; with a terminal ctrl-d, which a shell may lose before it has shown
   * its prompt: end the bytes with {@code exit} in that case, or use no terminal.
   *
   * @param bytes what the program reads
   * @return this
   */
  public B stdin(byte[] bytes) {
    return fedWith(InputOrigin.of(bytes));
  }

  /**
   * Sends a text to standard input as UTF-8, and then its end, as {@link #stdin(byte[])} does.
   *
   * @param text what the program reads
   * @return this
   */
  public B stdin(String text) {
    return stdin(text.getBytes(StandardCharsets.UTF_8));
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
   * Sends a stream to standard input, and then its end; with a terminal ctrl-d, as {@link #stdin(byte[])} does. A
   * thread of the session reads it, and does not close it; what the program does not read is lost.
   *
   * @param stream what the program reads
   * @return this
   */
  public B stdin(InputStream stream) {
    return fedWith(InputOrigin.of(stream));
  }

  /**
   * Redirects standard output.
   *
   * @param target where
   * @return this
   */
  public B stdout(Redirect target) {
    settings.stdout = target.target();
    return self();
  }

  /**
   * Redirects standard error.
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
   * Merges standard error into standard output, in the order in which both come.
   *
   * @return this
   */
  public B mergeStderr() {
    settings.merged = true;
    settings.check();
    return self();
  }

  /**
   * Sets the keys that, typed on a terminal, end the session; ctrl-p,ctrl-q unless set. A container's own program keeps
   * running. For an exec, engines do not report the exit code after that, and Docker 20.10 ends its program.
   *
   * @param keys single characters, or {@code ctrl-} with a letter or one of {@code @ [ \\ ] ^ _}, separated by commas
   * @return this
   */
  public B detachKeys(String keys) {
    settings.detachKeys = DetachKeys.of(keys);
    return self();
  }

  /**
   * Treats the engine as dead if it sends nothing for this long: reading then throws
   * {@link io.longshore.error.DeadlineException}. Unless set, a session may be silent indefinitely.
   *
   * @param limit more than zero
   * @return this
   */
  public B idleLimit(Duration limit) {
    settings.idleLimit = Check.positive("idleLimit", limit);
    return self();
  }
}
