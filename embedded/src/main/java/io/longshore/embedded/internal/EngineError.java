package io.longshore.embedded.internal;

/** What an engine refuses or cannot do, in its words. The APIs know which status says so. */
public final class EngineError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The request makes no sense. */
    INVALID,
    /** What it names does not exist. */
    NOT_FOUND,
    /** The state of things does not allow it. */
    CONFLICT,
    /** A registry does not accept the credentials. */
    UNAUTHORIZED,
    /** It is never allowed. */
    FORBIDDEN,
    /** This engine does not do it. */
    UNSUPPORTED,
    /** The engine is not in the state to do it, whatever the request. */
    UNAVAILABLE,
    /** The engine tried and failed. */
    FAILED
  }

  private final Kind kind;

  /** An error of a kind. */
  public EngineError(Kind kind, String words) {
    super(words, null, false, false);
    this.kind = kind;
  }

  /** A request that makes no sense. */
  public static EngineError invalid(String words) {
    return new EngineError(Kind.INVALID, words);
  }

  /** A thing that does not exist. */
  public static EngineError notFound(String words) {
    return new EngineError(Kind.NOT_FOUND, words);
  }

  /** What the state of things does not allow. */
  public static EngineError conflict(String words) {
    return new EngineError(Kind.CONFLICT, words);
  }

  /** Credentials that a registry does not accept. */
  public static EngineError unauthorized(String words) {
    return new EngineError(Kind.UNAUTHORIZED, words);
  }

  /** What is never allowed. */
  public static EngineError forbidden(String words) {
    return new EngineError(Kind.FORBIDDEN, words);
  }

  /** What this engine does not do. */
  public static EngineError unsupported(String words) {
    return new EngineError(Kind.UNSUPPORTED, words);
  }

  /** What the engine is not in the state to do. */
  public static EngineError unavailable(String words) {
    return new EngineError(Kind.UNAVAILABLE, words);
  }

  /** What the engine tried and could not do. */
  public static EngineError failed(String words) {
    return new EngineError(Kind.FAILED, words);
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }

  /** The engine's words. */
  public String words() {
    String words = getMessage();
    return words == null ? "" : words;
  }
}
