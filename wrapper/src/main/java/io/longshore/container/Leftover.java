package io.longshore.container;

import io.longshore.error.DockerException;
import io.longshore.error.EngineException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.engine.model.ContainerSummary;
import io.longshore.internal.Amended;
import io.longshore.internal.Answered;
import io.longshore.internal.Aside;
import io.longshore.internal.CreationLabel;
import io.longshore.internal.http.ApiExecutor;
import io.longshore.internal.http.Limits;
import io.longshore.internal.http.Removal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Removes what a call created but could not return, with a thread and connections that neither an interrupt nor a
 * closed client reaches. The engine may be gone for a moment, or may still be creating it.
 */
final class Leftover {
  /** How long to look for it. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** How long the caller waits for the result; if the engine takes longer, the removal continues without the caller. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  static final String REMOVED = "The container is removed again";

  private static final Duration REMOVAL = Duration.ofSeconds(30);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final ApiExecutor executor;
  private final String label;
  private final @Nullable String id;

  private Leftover(ApiExecutor executor, String label, @Nullable String id) {
    this.executor = executor;
    this.label = label;
    this.id = id;
  }

  /** Removes the container with this id; returns the result as a sentence. */
  static String remove(ApiExecutor executor, String id) {
    return new Leftover(executor, "", id).settled();
  }

  /** Removes the container with this label, if it is created; returns the result as a sentence. */
  static String removeMarked(ApiExecutor executor, String label) {
    return new Leftover(executor, label, null).settled();
  }

  /**
   * Removes the container after a failure, and returns the exception to throw. A refusal says why there is no
   * container; other failures do not say whether there is one.
   */
  static RuntimeException removedAfter(Throwable failure, ApiExecutor executor, String id) {
    String became = remove(executor, id);
    if (failure instanceof DockerException e) {
      return isRefusal(e) && became.equals(REMOVED) ? e : Amended.with(e, became);
    }
    if (!became.equals(REMOVED)) {
      failure.addSuppressed(new DockerException(became, null));
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  /**
   * Whether the response is certainly the engine's; with a status that gateways send too it is unknown what was done.
   */
  private static boolean isRefusal(DockerException failure) {
    Throwable said = failure instanceof UnsupportedException ? failure.getCause() : failure;
    return said instanceof EngineException refused && refused.status() <= 500 && refused.status() != 408;
  }

  private String settled() {
    Aside<String> removal = Aside.start("longshore-cleanup", () -> executor.apart(this::remove));
    try {
      return removal.settled(PATIENCE)
          ? removal.result()
          : "The engine has not responded for " + PATIENCE.toSeconds()
              + " s; the removal continues in the background while this program runs: " + advice();
    } catch (DockerException e) {
      return "The search for what was created failed (" + e.getMessage() + "): " + advice();
    }
  }

  private String advice() {
    return id == null
        ? "look for a container with the label " + label + ", and remove it"
        : "the container " + id + " may still be there, remove it";
  }

  private String remove(ApiExecutor apart) {
    ApiExecutor quick = apart.within(LOOK);
    ApiExecutor patient = apart.within(REMOVAL);
    long deadline = System.nanoTime() + LOOK.toNanos();
    DockerException failure = null;
    boolean removed = false;
    for (long pause = FIRST_PAUSE_MILLIS;; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        if (id != null) {
          delete(patient, id);
          return REMOVED;
        }
        // A container that is still being created may reappear, or be listed before it can be removed.
        String found = find(quick);
        if (found != null) {
          delete(patient, found);
          removed = true;
        } else if (removed) {
          return "The container had been created, and is removed again";
        }
        failure = null;
      } catch (DockerException e) {
        failure = e;
      }
      if (System.nanoTime() - deadline >= 0) {
        if (failure == null && removed) {
          return "The container had been created, was removed, and is still listed: " + advice();
        }
        return failure == null
            ? "No container of this call exists after " + LOOK.toSeconds()
                + " s. If the engine creates it later, it has the"
                + " label " + label
            : "The container that was created cannot be removed (" + failure.getMessage() + "): " + advice();
      }
      sleep(pause);
    }
  }

  private @Nullable String find(ApiExecutor quick) {
    List<ContainerSummary> marked = quick
        .list(ContainerApi.containerList().options(o -> o.all().label(label)).request(), Limits.ORDINARY);
    // A server that ignores the filter must not get another container removed.
    for (ContainerSummary each : marked) {
      if (label.equals(CreationLabel.NAME + "=" + each.labels().get(CreationLabel.NAME))) {
        return Answered.id(each.id(), "the container", "its label is " + label);
      }
    }
    return null;
  }

  private static void delete(ApiExecutor patient, String id) {
    // It may have removed itself.
    Removal.ifExists(patient, ContainerApi.containerDelete(id).options(o -> o.force().volumes()).request());
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("this thread is never interrupted", e);
    }
  }
}
