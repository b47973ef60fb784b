package io.longshore.internal.transport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * A pool of OkHttp that looks for idle connections once a second instead of after every call.
 *
 * <p>OkHttp wakes another thread each time a connection goes back to its pool, to see whether it should be closed. For
 * a local engine that thread takes a third of a call's time. OkHttp has no public setting for it: where its inside can
 * be reached (on the class path; as a module it exports nothing of it) and looks as known, the wake-ups are put
 * together; everywhere else this is OkHttp's own pool. See docs/decisions/0011-small-calls.md.
 */
final class CalmPool {

  private static final String CONCURRENT = "okhttp3.internal.concurrent.TaskRunner";
  private static final String LISTENER = "okhttp3.internal.connection.ConnectionListener";
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run);
  /** One for the program, as OkHttp's own. */
  private static final @Nullable Object RUNNER = calmRunner();

  private CalmPool() {}

  static ConnectionPool create(int maxIdle, long keepAlive, TimeUnit unit) {
    if (RUNNER != null) {
      try {
        Class<?> listener = Class.forName(LISTENER);
        return ConnectionPool.class
            .getConstructor(int.class, long.class, TimeUnit.class, RUNNER.getClass(), listener)
            .newInstance(maxIdle, keepAlive, unit, RUNNER, ofCompanion(listener, "getNONE"));
      } catch (ReflectiveOperationException | RuntimeException | Error e) {
        // Another version of OkHttp than those that this knows.
      }
    }
    return new ConnectionPool(maxIdle, keepAlive, unit);
  }

  static boolean isCalm() {
    return RUNNER != null;
  }

  private static @Nullable Object calmRunner() {
    try {
      Class<?> type = Class.forName(CONCURRENT);
      Class<?> backend = Class.forName(CONCURRENT + "$Backend");
      Object real = type.getMethod("getBackend").invoke(type.getField("INSTANCE").get(null));
      Object logger = ofCompanion(type, "getLogger");
      Object calm = Proxy.newProxyInstance(backend.getClassLoader(), new Class<?>[] {backend}, new Calm(real)::invoke);
      return type.getConstructor(backend, logger.getClass()).newInstance(calm, logger);
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      // An error where nothing may be made at run time, as in a native image.
      return null;
    }
  }

  private static Object ofCompanion(Class<?> type, String getter) throws ReflectiveOperationException {
    Object companion = type.getField("Companion").get(null);
    return companion.getClass().getMethod(getter).invoke(companion);
  }

  /** OkHttp's threads and clock; only what wakes the thread that waits comes later. */
  private static final class Calm {

    private final Object real;
    private final AtomicBoolean pending = new AtomicBoolean();

    Calm(Object real) {
      this.real = real;
    }

    @Nullable
    Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "nanoTime" :
          return System.nanoTime();
        case "coordinatorNotify" :
          wakeLater(arguments[0]);
          return null;
        default :
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InterruptedException) {
              // The interface declares none, so a proxy cannot throw it. The thread looks around and continues, or
              // ends.
              return null;
            }
            throw e.getCause();
          }
      }
    }

    private void wakeLater(Object runner) {
      if (pending.compareAndSet(false, true)) {
        LATER.execute(() -> {
          pending.set(false);
          synchronized (runner) {
            runner.notifyAll();
          }
        });
      }
    }
  }
}
