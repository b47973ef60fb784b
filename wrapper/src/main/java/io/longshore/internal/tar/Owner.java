package io.longshore.internal.tar;

/** An owner in numbers, as a container's file system has it. */
public record Owner(long uid, long gid) {
  public static final Owner ROOT = new Owner(0, 0);

  private static final long LARGEST = 0xffff_fffeL;

  /** Checks. */
  public Owner {
    if (!isValid(uid) || !isValid(gid)) {
      throw new IllegalArgumentException("the owner is " + uid + ":" + gid + "; both numbers go from 0 to " + LARGEST);
    }
  }

  static boolean isValid(long id) {
    return id >= 0 && id <= LARGEST;
  }
}
