package io.longshore.embedded.internal.shell;

/** Ends a shell with exit code 2 and words. */
class ShellError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShellError(String words) {
    super(words, null, false, false);
  }

  /** The script ends within a statement; more of it may follow. */
  static final class Incomplete extends ShellError {
    private static final long serialVersionUID = 1L;

    Incomplete(String words) {
      super(words);
    }
  }

  /** Ends the shell. */
  static class Exit extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;

    Exit(int code) {
      super(null, null, false, false);
      this.code = code;
    }
  }

  /** Leaves a function or a script that was read, or else the shell. */
  static final class Return extends Exit {
    private static final long serialVersionUID = 1L;

    Return(int code) {
      super(code);
    }
  }

  /** Leaves loops, or continues with the next round of one. */
  static final class LoopControl extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int levels;
    final boolean goesOn;

    LoopControl(int levels, boolean goesOn) {
      super(null, null, false, false);
      this.levels = levels;
      this.goesOn = goesOn;
    }
  }
}
