package io.longshore.internal.progress;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leads from a program's progress to its feed, which the program itself cannot reach. The exported class uses this
 * package, so this one cannot name it: that class says how to get its feed when it is loaded.
 */
public final class ProgressAccess {
  private static volatile @Nullable Function<Object, TransferFeed> way;

  private ProgressAccess() {}

  /** Called once, by the class of the progress. */
  public static void open(Function<Object, TransferFeed> way) {
    ProgressAccess.way = way;
  }

  /**
   * Finds the feed of a progress.
   *
   * @param progress a {@code TransferProgress}; null if the program wants none
   */
  public static TransferFeed feed(@Nullable Object progress) {
    return progress == null ? TransferFeed.NONE : Objects.requireNonNull(way, "no progress exists").apply(progress);
  }
}
