package io.longshore.internal;

import io.longshore.error.AnswerLostException;
import io.longshore.error.CancelledException;
import io.longshore.error.ConnectionException;
import io.longshore.error.DeadlineException;
import io.longshore.error.DockerException;

/** Adds to failures what became known later. */
public final class Amended {
  private Amended() {}

  /** The same failure in kind, with more words; an engine's refusal keeps its own words, and has these suppressed. */
  public static DockerException with(DockerException failure, String more) {
    String message = failure.getMessage() + ". " + more;
    if (failure instanceof CancelledException) {
      return new CancelledException(message, failure);
    } else if (failure instanceof AnswerLostException) {
      return new AnswerLostException(message, failure);
    } else if (failure instanceof DeadlineException) {
      return new DeadlineException(message, failure);
    } else if (failure.getClass() == ConnectionException.class) {
      return new ConnectionException(message, failure);
    } else if (failure.getClass() == DockerException.class) {
      return new DockerException(message, failure);
    }
    failure.addSuppressed(new DockerException(more, null));
    return failure;
  }
}
