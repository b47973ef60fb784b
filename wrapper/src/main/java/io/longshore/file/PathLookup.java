package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.error.NotFoundException;
import org.jspecify.annotations.Nullable;

/** A path in a container and what is at it; null for nothing. */
record PathLookup(ContainerPath path, @Nullable PathStat found) {
  /** Engines resolve a link to its end in one response; more than a few mean that it goes in circles. */
  private static final int MOST_LINKS = 40;

  /** Looks at a path and follows links; a broken link is the path that it leads to. */
  static PathLookup target(Archives archives, ContainerPath path) {
    archives.reach(path, false);
    return new PathLookup(path, archives.statOrNull(path)).ended(archives, true);
  }

  /** The end of a link, which must exist. */
  PathLookup followed(Archives archives) {
    return ended(archives, false);
  }

  private PathLookup ended(Archives archives, boolean orNothing) {
    PathLookup at = this;
    for (int links = 0; at.found != null && at.found.isLink(); links++) {
      String target = at.found.linkTarget();
      if (target == null || links == MOST_LINKS) {
        throw new ArchiveException(path.path(), "is a link that leads nowhere; links may go in circles", null);
      }
      ContainerPath next = linked(at.path, target);
      archives.mounts().check(path, next.path());
      at = new PathLookup(next, orNothing ? archives.statOrNull(next) : stat(archives, next));
    }
    return at;
  }

  /** What a link leads to, which its container chose. */
  static ContainerPath linked(ContainerPath link, String target) {
    try {
      return link.linked(target);
    } catch (IllegalArgumentException e) {
      throw new ArchiveException(link.path(), "is a link with an invalid target: " + e.getMessage(), e);
    }
  }

  private PathStat stat(Archives archives, ContainerPath next) {
    try {
      return archives.stat(next);
    } catch (NotFoundException e) {
      throw new NotFoundException(
          new NotFoundException.Answer(
              e.operation(), e.resource(), e.status(), "the link " + path + " leads to a path that does not exist",
              e.apiVersion(), e.what()));
    }
  }

  /** What is at the path, if it is a directory. */
  PathStat directory() {
    if (found == null || !found.isDirectory()) {
      throw new ArchiveException(path.path(), "is not a directory; remove the slash at its end", null);
    }
    return found;
  }
}
