package io.longshore.embedded.internal.build;

import io.longshore.embedded.Program;
import io.longshore.embedded.internal.EngineError;
import io.longshore.embedded.internal.files.Compressed;
import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.files.MountedTree;
import io.longshore.embedded.internal.files.Names;
import io.longshore.embedded.internal.files.Owner;
import io.longshore.embedded.internal.files.TarReader;
import io.longshore.embedded.internal.files.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code COPY} and {@code ADD}. */
final class CopyStep {
  private final Stage stage;
  private final Instruction instruction;
  private final MountedTree source;
  private final boolean isContext;
  private final Map<String, Program> programs;
  private final String chown;

  /**
   * Prepares one.
   *
   * @param source what is copied from
   * @param isContext whether this is the context of the build
   * @param programs what the source's files in directories of programs stand for
   * @param chown whose the copies are; empty for root's
   */
  CopyStep(Stage stage, Instruction instruction, MountedTree source, boolean isContext,
      Map<String, Program> programs, String chown) {
    this.stage = stage;
    this.instruction = instruction;
    this.source = source;
    this.isContext = isContext;
    this.programs = programs;
    this.chown = chown;
  }

  /**
   * Does it.
   *
   * @param words the sources and the target, without quotes and variables
   */
  void run(List<String> words) throws IOException {
    String target = words.get(words.size() - 1);
    List<String> found = new ArrayList<>();
    for (String word : words.subList(0, words.size() - 1)) {
      try {
        found.addAll(sources(word));
      } catch (FileError e) {
        throw forbidden(word);
      }
    }
    if (found.isEmpty()) {
      throw failed("no source files were specified");
    }
    if (found.size() > 1 && !target.endsWith("/")) {
      throw EngineError.invalid("When using " + instruction.name()
          + " with more than one source file, the destination must be a directory and end with a /");
    }
    MountedTree files = MountedTree.of(stage.files());
    Owner owner = Ownership.of(chown, files);
    String what = "multi";
    String place = Names.clean(target.startsWith("/") ? target : "/" + stage.config.workingDir() + "/" + target)
        + (target.endsWith("/") || target.endsWith("/.") ? "/" : "");
    try {
      TreeCopy copy = new TreeCopy(source, files, owner, !isContext && chown.isEmpty(), this::copied);
      for (String path : found) {
        copy(path, files, copy, place);
      }
      if (found.size() == 1) {
        what = source.stat(found.get(0), true).isFolder() ? "dir" : "file";
      }
    } catch (FileError e) {
      throw EngineError.invalid("failed to copy files: " + e.getFile() + ": " + e.goWords());
    }
    stage.noted(instruction.name() + " " + what + " of " + String.join(" ", found) + " in " + target + " ");
  }

  private EngineError failed(String why) {
    return EngineError.invalid(instruction.name() + " failed: " + why);
  }

  /** Engines say so of a path that leads through a file or into a circle of links, too. */
  private EngineError forbidden(String word) {
    return failed("forbidden path outside the build context: " + word + " ()");
  }

  private List<String> sources(String word) throws FileError {
    if (word.matches("(?i)https?://.*|git@.*|git://.*") && instruction.name().equals("ADD")) {
      throw instruction.notHere("fetch what ADD names by a URL: " + word);
    }
    String clean = Names.clean(word);
    if (clean.equals("..") || clean.startsWith("../")) {
      throw forbidden(word);
    }
    String path = Names.clean("/" + word);
    if (PathPattern.isOne(word)) {
      return matching(path.substring(1));
    }
    if (!source.exists(path, true)) {
      String name = path.substring(1);
      throw failed(isContext
          ? "file not found in build context or excluded by .dockerignore: stat " + name + ": file does not exist"
          : "stat " + name + ": file does not exist");
    }
    return List.of(path);
  }

  private List<String> matching(String pattern) throws FileError {
    Pattern regex = PathPattern.compile(pattern, false);
    if (regex == null) {
      return List.of();
    }
    return source.snapshot("/").stream().map(Tree.Item::name).filter(name -> !name.isEmpty())
        .filter(name -> regex.matcher(name).matches()).map(name -> "/" + name).toList();
  }

  private void copy(String path, MountedTree files, TreeCopy copy, String place) throws IOException {
    String real = source.real(path);
    if (source.stat(real, false).isFolder()) {
      copy.directory(real, place);
      return;
    }
    if (instruction.name().equals("ADD") && isArchive(real)) {
      files.makeFolders(place, 0755, Owner.ROOT);
      try (InputStream in = source.read(real)) {
        new TarReader(files, files.real(place), false, null).read(in);
      }
      return;
    }
    boolean inside = place.endsWith("/") || files.exists(place, true) && files.stat(place, true).isFolder();
    copy.file(real, inside ? place + "/" + Names.last(path) : place);
  }

  private boolean isArchive(String path) throws IOException {
    try (InputStream in = source.read(path)) {
      return Compressed.isArchive(in);
    } catch (EngineError e) {
      throw instruction.notHere(e.words().replaceFirst("the embedded engine does not ", ""));
    }
  }

  /** A program is copied with the file that stands for it; those of busybox are called by the name of the copy. */
  private void copied(String from, String to) {
    String name = program(from);
    Program program = programs.get(name.equals("busybox") ? Names.last(to) : name);
    if (program != null) {
      stage.programs.put(program(to), program);
    }
  }

  /** What an image knows a program at this path by: its name, or the path outside of the usual directories. */
  private static String program(String path) {
    String clean = Names.clean(path);
    return clean.matches("/(usr/)?(local/)?s?bin/[^/]+") ? Names.last(clean) : clean;
  }
}
