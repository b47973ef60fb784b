package io.longshore.internal;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work in a thread of its own, because an interrupt must not end it: an interrupt breaks the connection that the thread
 * reads from.
 *
 * @param <T> the result of the work
 */
public final class Aside<T> {
  private final FutureTask<T> task;

  private Aside(Supplier<T> work) {
    task = new FutureTask<>(work::get);
  }

  public static <T> Aside<T> start(String name, Supplier<T> work) {
    Aside<T> aside = new Aside<>(work);
    Thread thread = new Thread(aside.task, name);
    thread.setDaemon(true);
    thread.start();
    return aside;
  }

  /** Waits for the result, or throws what the work threw. After an interrupt the work continues. */
  public T await() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      Throwable failure = Objects.requireNonNull(e.getCause());
      withMyTrace(failure);
      if (failure instanceof Error error) {
        throw error;
      }
      // A supplier throws nothing that must be declared.
      throw (RuntimeException) failure;
    }
  }

  /** Waits for at most this long, through interrupts, which it then restores. Returns false if the work continues. */
  public boolean settled(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
          return true;
        } catch (ExecutionException e) {
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public boolean isDone() {
    return task.isDone();
  }

  /** The result of work that has settled. */
  public T result() {
    boolean interrupted = Thread.interrupted();
    try {
      return await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("asked before the work had settled", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The stack trace must show the call, which waits in another thread. */
  private static void withMyTrace(Throwable failure) {
    StackTraceElement[] there = failure.getStackTrace();
    StackTraceElement[] here = new Throwable().getStackTrace();
    StackTraceElement[] both = new StackTraceElement[there.length + here.length];
    System.arraycopy(there, 0, both, 0, there.length);
    System.arraycopy(here, 0, both, there.length, here.length);
    failure.setStackTrace(both);
  }
}
