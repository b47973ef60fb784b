package io.longshore.embedded.internal.files;

/** What is behind a name. */
public enum FileKind {
  FILE('-'),
  FOLDER('d'),
  LINK('l'),
  FIFO('p'),
  /** Only programs see devices; trees have none. */
  DEVICE('c');

  private final char letter;

  FileKind(char letter) {
    this.letter = letter;
  }

  /** Its letter in long lists. */
  public char letter() {
    return letter;
  }
}
