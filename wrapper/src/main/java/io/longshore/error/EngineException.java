package io.longshore.error;

import org.jspecify.annotations.Nullable;

/**
 * The engine refused or failed to do what was asked. Subclasses name the common reasons; {@link #status()} has the
 * others.
 */
public class EngineException extends DockerException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_WHAT = 256;

  private final String operation;
  private final String resource;
  private final int status;
  private final String engineMessage;
  private final @Nullable String apiVersion;
  private final String what;

  /**
   * What an engine sent.
   *
   * @param operation Docker's name for the operation, such as {@code ContainerStart}
   * @param resource the container or image that it was about, or an empty string
   * @param status the HTTP status
   * @param message the engine's own words
   * @param apiVersion the API version that was spoken, or null before one was negotiated
   * @param what what the program called and on what, such as {@code start of web}
   */
  public record Answer(
      String operation, String resource, int status, String message, @Nullable String apiVersion, String what) {
    /**
     * For an operation that is known by Docker's name.
     *
     * @param operation Docker's name for the operation
     * @param resource the container or image that it was about, or an empty string
     * @param status the HTTP status
     * @param message the engine's own words
     * @param apiVersion the API version that was spoken, or null before one was negotiated
     */
    public Answer(String operation, String resource, int status, String message, @Nullable String apiVersion) {
      this(
          operation, resource, status, message, apiVersion,
          resource.isEmpty() ? operation : operation + " of " + resource);
    }
  }

  /**
   * Created by the library.
   *
   * @param answer what the engine said
   */
  public EngineException(Answer answer) {
    this(answer, "");
  }

  EngineException(Answer answer, String advice) {
    super(message(answer) + (advice.isEmpty() ? "" : ": " + advice), null);
    operation = answer.operation();
    resource = answer.resource();
    status = answer.status();
    engineMessage = answer.message();
    apiVersion = answer.apiVersion();
    what = answer.what();
  }

  private static String message(Answer answer) {
    String version = answer.apiVersion() == null ? "" : ", API " + answer.apiVersion();
    String operation = answer.what().startsWith(answer.operation()) ? "" : ", " + answer.operation();
    // A failure inside a stream has a status that says nothing of it.
    String status = answer.status() < 300 ? "inside a response" : "status " + answer.status();
    return shortened(answer.what()) + " failed: " + answer.message() + " (" + status + version + operation + ")";
  }

  private static String shortened(String what) {
    return what.length() <= LONGEST_WHAT ? what : what.substring(0, LONGEST_WHAT) + "…";
  }

  /**
   * Returns what the program called and on what: the method and the resource as the program knows it.
   *
   * @return such as {@code start of web}
   */
  public String what() {
    return what;
  }

  /**
   * Returns Docker's name for the operation.
   *
   * @return the name, such as {@code ContainerStart}
   */
  public String operation() {
    return operation;
  }

  /**
   * Returns what the operation was about.
   *
   * @return the id or name in the request, or an empty string
   */
  public String resource() {
    return resource;
  }

  /**
   * Returns the HTTP status.
   *
   * @return the status; below 300 if the failure was reported inside a stream that had begun as a success
   */
  public int status() {
    return status;
  }

  /**
   * Returns the engine's own words.
   *
   * @return the text, without anything that this client added
   */
  public String engineMessage() {
    return engineMessage;
  }

  /**
   * Returns the API version that was spoken.
   *
   * @return the version, or null before one was negotiated
   */
  public @Nullable String apiVersion() {
    return apiVersion;
  }
}
