package io.longshore.internal.transport;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;

/** Says whether {@link CalmPool} finds what it needs in the OkHttp of the class path. */
public final class CalmPoolMain {
  private CalmPoolMain() {}

  /** Prints {@code calm}, or what it is instead. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    ConnectionPool pool = CalmPool.create(1, 1, TimeUnit.MINUTES);
    Object inside = pool.getClass().getMethod("getDelegate$okhttp").invoke(pool);
    Field queue = inside.getClass().getDeclaredField("cleanupQueue");
    queue.setAccessible(true);
    Object tasks = queue.get(inside);
    Object runner = tasks.getClass().getMethod("getTaskRunner$okhttp").invoke(tasks);
    Object backend = runner.getClass().getMethod("getBackend").invoke(runner);
    System.out.println(Proxy.isProxyClass(backend.getClass()) ? "calm" : backend.getClass().getName());
  }
}
