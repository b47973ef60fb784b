package io.longshore.internal.context;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.longshore.error.ArchiveException;
import io.longshore.internal.tar.Owner;
import io.longshore.internal.tar.TarWriter;
import io.longshore.internal.tar.TreeFilter;
import io.longshore.internal.tar.TreeWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The context of a build, as the docker command sends it to the classic builder. Which files belong to it is looked up
 * each time that it is written; what is ignored is fixed before.
 *
 * <p>
 * The Dockerfile and {@code .dockerignore} are always in the archive: the engine needs both, and leaves them out of the
 * image itself if the patterns say so. An ignore file that belongs to the Dockerfile ({@code Dockerfile.dockerignore})
 * takes the place of {@code .dockerignore}, as with {@code docker buildx}; the docker command's classic builder does
 * not know such files.
 */
public final class BuildContext {
  private static final int ADDED_MODE = 0600;

  private final Path directory;
  private final Dockerfile dockerfile;
  private final List<IgnorePattern> patterns;

  private BuildContext(Path directory, Dockerfile dockerfile, List<IgnorePattern> patterns) {
    this.directory = directory;
    this.dockerfile = dockerfile;
    this.patterns = patterns;
  }

  /**
   * Finds the Dockerfile and reads the ignore file.
   *
   * @param directory the directory to send; may be a link to one
   * @param dockerfile where the Dockerfile is, in the context or elsewhere; null for {@code Dockerfile} in the context
   * @throws ArchiveException if one of them is missing or cannot be read, or a pattern is invalid
   */
  public static BuildContext of(Path directory, @Nullable Path dockerfile) {
    Path real;
    try {
      real = directory.toRealPath();
    } catch (IOException e) {
      throw SmallFile.failure(directory, e);
    }
    if (!Files.isDirectory(real)) {
      throw new ArchiveException(directory.toString(), "must be a directory to build from", null);
    }
    Dockerfile found = Dockerfile.of(real, dockerfile);
    return new BuildContext(real, found, patterns(real, found));
  }

  private static List<IgnorePattern> patterns(Path directory, Dockerfile dockerfile) {
    List<IgnorePattern> patterns = new ArrayList<>();
    for (Path file : List.of(dockerfile.ignoreFile(), directory.resolve(IgnoreFile.NAME))) {
      if (!Files.notExists(file)) {
        patterns.addAll(IgnoreFile.read(file));
        break;
      }
    }
    patterns.add(IgnorePattern.keep(IgnoreFile.NAME));
    patterns.add(IgnorePattern.keep(dockerfile.name()));
    return patterns;
  }

  /** The name of the Dockerfile in the archive; for one from outside the context it is made up. */
  public String dockerfile() {
    return dockerfile.name();
  }

  /**
   * The images that the Dockerfile builds on or copies from, as far as they can be told.
   *
   * @param arguments what is set for its {@code ARG}s
   */
  public Set<String> baseImages(Map<String, String> arguments) {
    return BaseImages.of(new String(SmallFile.read(dockerfile.file()), UTF_8), arguments);
  }

  /**
   * Writes the archive, which can be done several times.
   *
   * @param out the target; is not closed
   * @param written called with the length of each piece of a file's content
   * @throws ArchiveException if a file cannot be read, or changes while it is read
   * @throws IOException if the target fails
   */
  public void writeTo(OutputStream out, LongConsumer written) throws IOException {
    TarWriter tar = new TarWriter(out, written);
    TreeFilter filter = new Ignored(patterns);
    TreeWriter tree = TreeWriter.ofBuild(tar);
    if (dockerfile.inside()) {
      tree.addContent(directory, filter);
    } else {
      tree.addContent(directory, name -> name.equals(IgnoreFile.NAME) ? null : filter.choose(name));
      addOutside(tar, tree);
    }
    tar.finish();
  }

  /** Adds the Dockerfile, and its name to the patterns: otherwise the engine would copy it into images. */
  private void addOutside(TarWriter tar, TreeWriter tree) throws IOException {
    TarWriter.Attributes added = new TarWriter.Attributes(
        ADDED_MODE, Owner.ROOT, FileTime.from(System.currentTimeMillis() / 1000, TimeUnit.SECONDS));
    Path ignoreFile = directory.resolve(IgnoreFile.NAME);
    byte[] line = ("\n" + dockerfile.name() + "\n").getBytes(UTF_8);
    if (Files.notExists(ignoreFile)) {
      tar.file(IgnoreFile.NAME, join(IgnoreFile.NAME.getBytes(UTF_8), line), added);
    } else {
      tree.addChanged(ignoreFile, IgnoreFile.NAME, join(SmallFile.read(ignoreFile), line));
    }
    tar.file(dockerfile.name(), SmallFile.read(dockerfile.file()), added);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
