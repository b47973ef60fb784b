package io.longshore.container;

import io.longshore.DeadlineException;
import io.longshore.generated.engine.model.ContainerWaitResponse;
import io.longshore.internal.stream.Source;
import java.time.Duration;
import java.util.concurrent.*;

/** TEMP. */
public final class ContainerWait implements AutoCloseable {
  private final Source<ContainerWaitResponse> source;
  private FutureTask<Integer> task;

  ContainerWait(Source<ContainerWaitResponse> source) {
    this.source = source;
  }

  synchronized FutureTask<Integer> task() {
    if (task == null) {
      task = new FutureTask<>(() -> source.next().statusCode().intValue());
      Thread t = new Thread(task);
      t.setDaemon(true);
      t.start();
    }
    return task;
  }

  public int await() {
    return await(Duration.ofDays(1));
  }

  public int await(Duration d) {
    try {
      return task().get(d.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new DeadlineException("late", e);
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      throw new io.longshore.CancelledException("int", e);
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
