package io.longshore.progress;

import io.longshore.internal.options.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows a progress to a person: on a terminal a line for each layer and one with the totals, drawn in place up to ten
 * times a second; elsewhere, as in a file or a CI log, a plain line every few seconds at most and one at the end.
 *
 * <pre>{@code
 * try (ConsoleProgress console = ConsoleProgress.show()) {
 *   docker.images().pull(p -> p.reference("postgres:17").progress(console.progress()));
 * }
 * }</pre>
 *
 * <p>The last state is shown before the operation returns. Nothing else should be printed until then, as it would be
 * drawn over. Control characters in what an engine sends do not reach the stream. No colors are used, so
 * {@code NO_COLOR} changes nothing. Thread-safe.
 */
public final class ConsoleProgress implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;

  private final TransferProgress progress;
  private final ProgressView view;
  private final Thread timer;
  private final List<AddedLine> added = new ArrayList<>();
  private boolean ended;

  ConsoleProgress(TransferProgress progress, ProgressView view) {
    this.progress = progress;
    this.view = view;
    timer = new Thread(this::drawUntilEnd, "longshore-progress");
    timer.setDaemon(true);
  }

  /**
   * Shows a new progress on standard output.
   *
   * @return the display; the caller must close it
   */
  public static ConsoleProgress show() {
    return show(options -> {});
  }

  /**
   * Shows a new progress.
   *
   * @param options where and how
   * @return the display; the caller must close it
   */
  public static ConsoleProgress show(Consumer<ConsoleOptions> options) {
    return show(new TransferProgress(), options);
  }

  /**
   * Shows a progress that exists.
   *
   * @param progress what to show; its operation may begin later
   * @param options where and how
   * @return the display; the caller must close it
   */
  public static ConsoleProgress show(TransferProgress progress, Consumer<ConsoleOptions> options) {
    Objects.requireNonNull(progress, "progress");
    ConsoleOptions how = Check.filled(new ConsoleOptions(), options);
    boolean terminal = how.terminal != null ? how.terminal : how.out == System.out && TerminalSetting.isTerminal();
    ConsoleProgress shown = new ConsoleProgress(progress, terminal ? new TerminalView(how) : new PlainView(how));
    shown.start();
    return shown;
  }

  /**
   * Returns what is shown, for the options of an operation.
   *
   * @return the progress
   */
  public TransferProgress progress() {
    return progress;
  }

  /**
   * Adds a line for one of several operations that run at the same time, such as pulls by several threads. The display
   * then ends when it is closed.
   *
   * <pre>{@code
   * try (ConsoleProgress console = ConsoleProgress.show()) {
   *   images.parallelStream().forEach(
   *       image -> docker.images().pull(p -> p.reference(image).progress(console.add(image))));
   * }
   * }</pre>
   *
   * @param title what the line begins with, such as the name of an image
   * @return the progress to give to the operation
   */
  public synchronized TransferProgress add(String title) {
    AddedLine line = new AddedLine(Check.text("title", title));
    added.add(line);
    return line.progress();
  }

  private void start() {
    progress.whenEnded(this::ended);
    timer.start();
  }

  private synchronized void drawUntilEnd() {
    try {
      while (!ended) {
        draw();
        wait(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      // Only the display would be interrupted, and it has an end of its own.
    }
  }

  /** Draws the state of now. */
  synchronized void draw() {
    TransferState state = started();
    if (!ended && (state != null || !added.isEmpty())) {
      view.show(state, added);
    }
  }

  private @Nullable TransferState started() {
    TransferState state = progress.state();
    return state.outcome() == TransferState.Outcome.NOT_STARTED ? null : state;
  }

  private synchronized void ended() {
    if (added.isEmpty()) {
      end();
    }
  }

  /** Draws the last state. */
  private synchronized void end() {
    if (!ended) {
      ended = true;
      TransferState state = started();
      if (state != null || !added.isEmpty()) {
        view.end(state, added);
      }
      notifyAll();
    }
  }

  /** Ends the display and its thread. If the operation is still running, it is not shown further. */
  @Override
  public void close() {
    end();
    boolean interrupted = false;
    while (timer.isAlive()) {
      try {
        timer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
