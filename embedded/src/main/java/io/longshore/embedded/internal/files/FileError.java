package io.longshore.embedded.internal.files;

import java.nio.file.FileSystemException;

/** Why something cannot be done with a file; the reason is in the kernel's words. */
public final class FileError extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /** The kernel's errors that trees have. */
  public enum Kind {
    NOT_FOUND("No such file or directory"),
    NOT_A_FOLDER("Not a directory"),
    IS_A_FOLDER("Is a directory"),
    EXISTS("File exists"),
    NOT_EMPTY("Directory not empty"),
    LOOP("Too many levels of symbolic links"),
    INVALID("Invalid argument"),
    NOT_PERMITTED("Operation not permitted"),
    NAME_TOO_LONG("File name too long"),
    NO_SPACE("No space left on device"),
    READ_ONLY("Read-only file system"),
    BUSY("Device or resource busy"),
    OTHER_DEVICE("Invalid cross-device link"),
    DENIED("Permission denied"),
    FAILED("Input/output error");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As programs say it. */
    public String words() {
      return words;
    }
  }

  private final Kind kind;

  FileError(Kind kind, String path) {
    super(path, null, kind.words);
    this.kind = kind;
  }

  /** Which error it is. */
  public Kind kind() {
    return kind;
  }

  /** As Go programs say it: in small letters but for names. */
  public String goWords() {
    return Character.toLowerCase(kind.words.charAt(0)) + kind.words.substring(1);
  }
}
