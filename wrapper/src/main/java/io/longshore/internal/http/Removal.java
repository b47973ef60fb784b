package io.longshore.internal.http;

import io.longshore.error.ConflictException;
import io.longshore.error.NotFoundException;
import io.longshore.generated.runtime.ApiRequest;
import java.util.function.Supplier;

/**
 * A removal that a program asks for. Programs remove last, often after an interrupt: a thread that has been interrupted
 * before still does it and stays interrupted, and only a later interrupt ends the call.
 */
public final class Removal {
  private Removal() {}

  /** Sends it; always true. */
  public static boolean of(ApiExecutor calls, ApiRequest<Void> request) {
    return last(() -> {
      calls.exchange(request, Limits.HEAVY);
      return true;
    });
  }

  /** Does it, whether the thread has been interrupted before or not. */
  public static <T> T last(Supplier<T> removal) {
    boolean interrupted = Thread.interrupted();
    try {
      return removal.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sends it, and returns false if the resource is gone already or being removed. */
  public static boolean ifExists(ApiExecutor calls, ApiRequest<Void> request) {
    try {
      return of(calls, request);
    } catch (NotFoundException e) {
      return false;
    } catch (ConflictException e) {
      if (!isUnderWay(e)) {
        throw e;
      }
      return false;
    }
  }

  /** Whether the engine refuses because it is removing the resource already. */
  private static boolean isUnderWay(ConflictException refused) {
    return refused.engineMessage().contains("already in progress");
  }
}
