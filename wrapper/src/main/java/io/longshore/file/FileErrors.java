package io.longshore.file;

import io.longshore.error.ArchiveException;
import io.longshore.error.DockerException;
import io.longshore.error.EngineException;

/** What is wrong with a path in a container. Engines call most of it their own failure (500), and only their words tell. */
enum FileErrors {
  KINDS("cannot overwrite ", "holds a folder where the copy has none, or the other way round", "remove it first or choose another target"),
  LINKS("too many l", "leads through links that go in circles", "remove one of them"),
  TARGET("extraction point is not a directory", "is no folder", "name the folder to unpack into"),
  FOLDER("not a directory", "leads through something that is no folder", "check the path"),
  NAME("file name too long", "has a name that is too long for the container's file system", "a name takes 255 bytes at most"),
  READ_ONLY("marked read-only", "cannot be written to", "mount a volume there, or make the container without the read-only setting"),
  BUSY("device or resource busy", "holds a file that the engine itself has mounted, such as /etc/hosts, which cannot be replaced",
      "write into that file with exec(…)");

  private final String words;
  private final String meaning;
  private final String advice;

  FileErrors(String words, String meaning, String advice) {
    this.words = words;
    this.meaning = meaning;
    this.advice = advice;
  }

  /** An answer in terms of files where it is about one, and otherwise the answer itself. */
  static DockerException told(String path, EngineException answer) {
    for (FileErrors error : values()) {
      if (answer.status() != 404 && answer.engineMessage().contains(error.words)) {
        return new ArchiveException(path, error.meaning + ": " + answer.engineMessage() + "; " + error.advice, answer);
      }
    }
    return answer;
  }
}
