package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A call in a thread of its own, to do something to it from outside. Closing interrupts what still runs. */
final class Background<T> implements AutoCloseable {
  private final FutureTask<T> task;
  private final Thread thread;
  private volatile boolean interruptedAtEnd;

  private Background(Callable<T> call) {
    task = new FutureTask<>(
        () -> {
          try {
            return call.call();
          } finally {
            interruptedAtEnd = Thread.currentThread().isInterrupted();
          }
        });
    thread = new Thread(task, "contract-background");
    thread.setDaemon(true);
    thread.start();
  }

  static <T> Background<T> start(Callable<T> call) {
    return new Background<>(call);
  }

  static Background<Void> run(Runnable call) {
    return new Background<>(
        () -> {
          call.run();
          return null;
        });
  }

  /** Waits until the call, which has connected, waits for the engine. */
  Background<T> awaitBlocked() {
    return awaitFrames("waits for the engine", frames -> {
      List<String> blocked = frames.stream().filter(frame -> frame.getClassName().startsWith("sun.nio.ch."))
          .map(StackTraceElement::getMethodName).toList();
      return !blocked.isEmpty() && blocked.stream().noneMatch(method -> method.startsWith("connect"));
    });
  }

  /** Waits until the engine has begun to answer, with headers, and the call waits for the rest. */
  Background<T> awaitAnswerBegun() {
    return awaitFrame(
        "reads an answer",
        frame -> frame.getClassName().equals("io.longshore.internal.http.EngineConnection")
            && frame.getMethodName().equals("read"));
  }

  /** Waits until the call waits for another thread. */
  Background<T> awaitParked() {
    return awaitFrame("waits for another thread", frame -> frame.getMethodName().equals("park"));
  }

  /** Waits until a followed stream waits to connect again. */
  Background<T> awaitConnecting() {
    return awaitFrame("connects again", frame -> frame.getMethodName().equals("reconnect"));
  }

  private Background<T> awaitFrame(String what, Predicate<StackTraceElement> wanted) {
    return awaitFrames(what, frames -> frames.stream().anyMatch(wanted));
  }

  private Background<T> awaitFrames(String what, Predicate<List<StackTraceElement>> wanted) {
    Poll.until("the call " + what, () -> task.isDone() || wanted.test(List.of(thread.getStackTrace())));
    assertFalse(task.isDone(), () -> "the call ended before anything was done to it: " + outcome());
    return this;
  }

  private String outcome() {
    try {
      return "it returned " + task.get();
    } catch (InterruptedException | ExecutionException e) {
      return String.valueOf(e.getCause());
    }
  }

  boolean isDone() {
    return task.isDone();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Whether the thread was still marked as interrupted when the call ended. */
  boolean interruptedAtEnd() {
    assertTrue(task.isDone(), "asked too early");
    return interruptedAtEnd;
  }

  T result() {
    return result(Poll.SOON);
  }

  T result(Duration within) {
    try {
      return task.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the call failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw stuck();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the call", e);
    }
  }

  /** The exception with which the call has to end. */
  Throwable failure() {
    return failure(Poll.SOON);
  }

  Throwable failure(Duration within) {
    try {
      return fail("the call did not fail, it returned " + task.get(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      throw stuck();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the call", e);
    }
  }

  private AssertionError stuck() {
    AssertionError error = new AssertionError("the call hangs; where it is stands below");
    error.setStackTrace(thread.getStackTrace());
    return error;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Poll.SOON.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertFalse(thread.isAlive(), "the call cannot be interrupted");
  }
}
