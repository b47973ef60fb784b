package io.longshore.container;

import io.longshore.ConnectionException;
import io.longshore.DeadlineException;
import io.longshore.NotFoundException;
import io.longshore.StreamEnd;
import io.longshore.StreamException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A container's own program. Its exit was waited for from the beginning, so that it is known even of one that removes itself. */
final class ContainerTarget implements SessionTarget {
  private static final Duration AFTER_OUTPUT = Duration.ofSeconds(3);

  private final Container container;
  private final ContainerWait exit;
  private final Duration patience;

  ContainerTarget(Container container, ContainerWait exit, Duration patience) {
    this.container = container;
    this.exit = exit;
    this.patience = patience;
  }

  @Override
  public String what() {
    return "the container " + container.id();
  }

  @Override
  public Container container() {
    return container;
  }

  @Override
  public void resize(int columns, int rows) {
    container.resize(columns, rows);
  }

  @Override
  public @Nullable Integer exitAfterOutput() {
    try {
      return exit.await(AFTER_OUTPUT);
    } catch (DeadlineException e) {
      // One that removes itself may need a while for that.
      return runs() ? null : (Integer) exit.await(patience);
    } catch (ConnectionException e) {
      throw new StreamException(
          "the output of " + what() + " ended and the engine cannot tell whether the program did: " + e.getMessage(),
          StreamEnd.TRUNCATED,
          e);
    }
  }

  @Override
  public @Nullable Integer exitAfterKeys() {
    return runs() ? null : exitAfterOutput();
  }

  private boolean runs() {
    try {
      var state = container.inspect().state();
      return state != null && Boolean.TRUE.equals(state.running());
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Override
  public int awaitExit(@Nullable Long deadline, boolean detached) {
    return deadline == null ? exit.await() : exit.await(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
  }

  @Override
  public void close() {
    exit.close();
  }
}
