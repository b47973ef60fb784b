package io.longshore.internal.tar;

import io.longshore.error.DockerException;
import io.longshore.internal.stream.ByteSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An archive that is passed on unchanged while its end is checked: an engine that cannot read further ends its response
 * as if it were complete, and only the archive shows that.
 */
public final class WholeArchive implements ByteSource {
  private final ByteSource source;
  private final TarCourse course = new TarCourse();

  public WholeArchive(ByteSource source) {
    this.source = source;
  }

  @Override
  public String contentType() {
    return source.contentType();
  }

  @Override
  public @Nullable Instant date() {
    return source.date();
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

  @Override
  public DockerException truncated(String reason) {
    return source.truncated(reason);
  }

  @Override
  public DockerException failed(String reason) {
    return source.failed(reason);
  }

  @Override
  public void close() {
    source.close();
  }
}
