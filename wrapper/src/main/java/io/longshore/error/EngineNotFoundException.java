package io.longshore.error;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** No engine was found; lists every address that was tried and why each one failed. */
public class EngineNotFoundException extends ConnectionException {
  private static final long serialVersionUID = 1L;

  private final Attempt[] attempts;

  /**
   * One address that was tried.
   *
   * @param source where the address came from, such as {@code DOCKER_HOST}
   * @param host the address
   * @param reason why it could not be used
   */
  public record Attempt(String source, String host, String reason) implements java.io.Serializable {}

  /**
   * Created by the library.
   *
   * @param attempts every address that was tried, in order
   */
  public EngineNotFoundException(List<Attempt> attempts) {
    this("no Docker engine found; start one, or set DOCKER_HOST or a docker context. Tried:", attempts, null);
  }

  /**
   * Created by the library.
   *
   * @param head what to say before the attempts
   * @param attempts every address that was tried, in order
   * @param cause the cause, or null
   */
  public EngineNotFoundException(String head, List<Attempt> attempts, @Nullable Throwable cause) {
    super(message(head, attempts), cause);
    this.attempts = attempts.toArray(Attempt[]::new);
  }

  private static String message(String head, List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt -> "\n  " + attempt.host() + " (" + attempt.source() + "): " + attempt.reason())
        .collect(Collectors.joining("", head, ""));
  }

  /**
   * Returns every address that was tried.
   *
   * @return the attempts, in order
   */
  public List<Attempt> attempts() {
    return List.of(attempts);
  }
}
