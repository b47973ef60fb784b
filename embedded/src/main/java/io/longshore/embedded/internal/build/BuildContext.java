package io.longshore.embedded.internal.build;

import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.FileTree;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.files.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The files that an image is built from, and what to build.
 *
 * @param files without a Dockerfile that the {@code .dockerignore} excludes
 */
public record BuildContext(FileTree files, Dockerfile dockerfile) {
  private static final String USUAL = "Dockerfile";
  private static final String IGNORE = ".dockerignore";

  /**
   * Reads an archive. Only the Dockerfile and the {@code .dockerignore} itself can be excluded: clients leave out the
   * rest, and engines do not look at it again.
   *
   * @param asked the Dockerfile's path; empty for the usual one
   */
  public static BuildContext read(InputStream archive, String asked) throws IOException {
    FileTree files = FileTree.empty(FileTree.DEFAULT_LIMIT);
    MountedTree tree = MountedTree.of(files);
    try {
      new TarReader(tree, "", false, null).read(archive);
      return of(files, tree, asked);
    } catch (FileError e) {
      throw EngineError.failed(e.getFile() + ": " + e.goWords());
    }
  }

  private static BuildContext of(FileTree files, MountedTree tree, String asked) throws IOException {
    String clean = Names.clean(asked.isEmpty() ? USUAL : asked);
    if (clean.equals("..") || clean.startsWith("../")) {
      throw EngineError.failed("forbidden path outside the build context: " + asked + " ()");
    }
    String name = clean.replaceFirst("^/", "");
    if (asked.isEmpty() && !tree.exists(name, true) && tree.exists("dockerfile", true)) {
      name = "dockerfile";
    }
    Dockerfile dockerfile;
    try {
      dockerfile = Dockerfile.parse(name, text(tree, name));
    } catch (FileError e) {
      throw EngineError.failed("Cannot locate specified Dockerfile: " + name);
    }
    if (tree.exists(IGNORE, true)) {
      List<String> lines = text(tree, IGNORE).lines().toList();
      for (String file : List.of(IGNORE, name)) {
        if (PathPattern.excludes(lines, file) && tree.exists("/" + file, false)) {
          tree.removeAll("/" + file);
        }
      }
    }
    return new BuildContext(files, dockerfile);
  }

  private static String text(MountedTree tree, String name) throws IOException {
    try (InputStream in = tree.read("/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
