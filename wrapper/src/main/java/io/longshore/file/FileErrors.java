package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;

/**
 * What is wrong with a path in a container. Engines report most of it as their own failure (500), and only their words
 * show the reason.
 */
enum FileErrors {
  KINDS("cannot overwrite ", "is a directory in one place and not in the other",
      "remove it first or choose another target"),
  LINKS("too many l", "leads through links that go in circles", "remove one of them"),
  TARGET("extraction point is not a directory", "is not a directory", "give the path of the directory to unpack into"),
  DIRECTORY("not a directory", "leads through something that is not a directory", "check the path"),
  NAME("file name too long", "has a name that is too long for the container's file system",
      "a name can have at most 255 bytes"),
  READ_ONLY("marked read-only", "cannot be written to",
      "mount a volume at this path, or create the container without the read-only setting"),
  BUSY("device or resource busy",
      "is or contains a file that the engine itself has mounted, such as /etc/hosts, which cannot be replaced",
      "write into that file with exec(…)");

  private final String words;
  private final String meaning;
  private final String advice;

  FileErrors(String words, String meaning, String advice) {
    this.words = words;
    this.meaning = meaning;
    this.advice = advice;
  }

  /** A failure in terms of files if it is about one, and otherwise the failure itself. */
  static DockerException told(String path, EngineException answer) {
    for (FileErrors error : values()) {
      if (answer.status() != 404 && answer.engineMessage().contains(error.words)) {
        return new ArchiveException(path, error.meaning + ": " + answer.engineMessage() + "; " + error.advice, answer);
      }
    }
    return answer;
  }
}
