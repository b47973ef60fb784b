package io.longshore.internal.tar;

import io.longshore.internal.stream.ByteSource;
import io.longshore.internal.stream.FilterSource;

/**
 * An archive that is passed on unchanged while its end is checked: an engine that cannot read further ends its response
 * as if it were complete, and only the archive shows that.
 */
public final class WholeArchive extends FilterSource {
  private final TarCourse course = new TarCourse();

  public WholeArchive(ByteSource source) {
    super(source);
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int count = source.read(into, offset, length);
    if (count < 0) {
      if (!course.ended()) {
        throw source.truncated(
            "the archive has no end: the engine could not read further, for example because a file changed while it was read; try again");
      }
      return count;
    }
    if (!course.follow(into, offset, count)) {
      throw source
          .failed("it is not a tar archive, or it is damaged: at byte " + course.position() + " there is no header");
    }
    return count;
  }
}
