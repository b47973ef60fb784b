package io.longshore.internal.tar;

import org.jspecify.annotations.Nullable;

/** Chooses what of a directory is written. */
@FunctionalInterface
public interface TreeFilter {
  /** Leaves nothing out. */
  TreeFilter ALL = new TreeFilter() {
    private final Choice everything = new Choice(true, this);

    @Override
    public Choice choose(String name) {
      return everything;
    }
  };

  /**
   * What becomes of an entry.
   *
   * @param written whether the entry itself is written
   * @param inside chooses what is in it if it is a directory
   */
  record Choice(boolean written, TreeFilter inside) {}

  /**
   * Chooses. Nothing is asked of a file that is left out, and a directory that is left out is never opened.
   *
   * @param name the entry's name in the archive
   * @return null to leave it out with everything in it
   */
  @Nullable
  Choice choose(String name);
}
