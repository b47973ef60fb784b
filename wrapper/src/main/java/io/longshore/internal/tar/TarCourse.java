package io.longshore.internal.tar;

import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Follows a tar archive from header to header while its bytes pass, in whatever pieces, and knows whether its end has
 * come. Contents are skipped and nothing is kept but one header.
 */
final class TarCourse {
  private static final int RECORD = 512;
  private static final int SIZE = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int TYPE = 156;
  /**
   * Where the header of an old file with holes says that a record with more of them follows, and where that one does.
   */
  private static final int MORE_HOLES = 482;
  private static final int STILL_MORE_HOLES = 504;

  private final byte[] record = new byte[RECORD];
  private int filled;
  private long position;
  /** What is left of an entry's content, with what pads it. */
  private long content;
  /** The content left that is attributes of the entry to come. */
  private long attributes;
  private final SizeAttribute size = new SizeAttribute();
  private boolean moreHoles;
  private long afterHoles;
  private boolean ended;

  /**
   * Takes what came next.
   *
   * @return false if a header is expected and something else comes; nothing may follow then
   */
  boolean follow(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    // What follows the end mark is padding, or irrelevant.
    while (at < end && !ended) {
      if (attributes > 0) {
        int part = (int) Math.min(attributes, end - at);
        size.read(bytes, at, part);
        attributes -= part;
        content -= part;
        at += part;
      } else if (content > 0) {
        int part = (int) Math.min(content, end - at);
        content -= part;
        at += part;
      } else {
        int part = Math.min(RECORD - filled, end - at);
        System.arraycopy(bytes, at, record, filled, part);
        filled += part;
        at += part;
        if (filled == RECORD) {
          filled = 0;
          if (!begin()) {
            position += at - offset - RECORD;
            return false;
          }
        }
      }
    }
    position += length;
    return true;
  }

  /**
   * A record of zeros came in place of a header. Engines write two; if the second does not come, no file is missing.
   */
  boolean ended() {
    return ended;
  }

  /** How many bytes came before the record that is not a header. */
  long position() {
    return position;
  }

  /** Takes a record in place of a header; false if it is not one. */
  private boolean begin() {
    if (moreHoles) {
      moreHoles = record[STILL_MORE_HOLES] != 0;
      content = moreHoles ? 0 : afterHoles;
      return true;
    }
    if (isZero()) {
      ended = true;
      return true;
    }
    long length;
    try {
      if (!TarUtils.verifyCheckSum(record)) {
        return false;
      }
      length = TarUtils.parseOctalOrBinary(record, SIZE, SIZE_LENGTH);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (length < 0) {
      return false;
    }
    byte type = record[TYPE];
    switch (type) {
      case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_EXTENDED_HEADER_UC -> {
        size.begin();
        attributes = length;
      }
      // They go before the entry that they are for, and leave its size alone.
      case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER, TarConstants.LF_GNUTYPE_LONGNAME,
          TarConstants.LF_GNUTYPE_LONGLINK ->
        {
        }
      default -> length = size.take(length);
    }
    if (hasNoContent(type)) {
      return true;
    }
    content = padded(length);
    if (type == TarConstants.LF_GNUTYPE_SPARSE && record[MORE_HOLES] != 0) {
      moreHoles = true;
      afterHoles = content;
      content = 0;
    }
    return content >= 0;
  }

  /** Whatever their headers say: a hard link may have the size of its file. */
  private static boolean hasNoContent(byte type) {
    return switch (type) {
      case TarConstants.LF_LINK, TarConstants.LF_SYMLINK, TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_DIR,
          TarConstants.LF_FIFO ->
        true;
      default -> false;
    };
  }

  private static long padded(long length) {
    return (length + RECORD - 1) / RECORD * RECORD;
  }

  private boolean isZero() {
    for (byte b : record) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
