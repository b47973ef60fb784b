package io.longshore.unit;

import io.longshore.DockerClient;
import io.longshore.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The compiled wrapper and its module descriptor, as the architecture's tests read them. */
final class WrapperClasses {
  private static final Pattern EXPORT = Pattern.compile("exports ([a-z.]+);");

  private WrapperClasses() {}

  static Path folder() {
    return location(DockerClient.class);
  }

  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static TreeSet<String> exported() throws IOException {
    String descriptor = Files.readString(Repository.root().resolve("wrapper/src/main/java/module-info.java"));
    TreeSet<String> packages = new TreeSet<>();
    Matcher export = EXPORT.matcher(descriptor);
    while (export.find()) {
      packages.add(export.group(1));
    }
    return packages;
  }

  /** Class files by name with slashes; in Latin-1 the names that they mention can be searched for. */
  static Map<String, String> in(Path folderOrJar) throws IOException {
    if (Files.isDirectory(folderOrJar)) {
      return read(folderOrJar);
    }
    try (FileSystem jar = FileSystems.newFileSystem(folderOrJar)) {
      return read(jar.getPath("/"));
    }
  }

  private static Map<String, String> read(Path root) throws IOException {
    Map<String, String> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(file -> file.toString().endsWith(".class")).forEach(file -> {
        try {
          String name = root.relativize(file).toString().replace('\\', '/');
          classes.put(name.substring(0, name.length() - ".class".length()),
              Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
    return classes;
  }
}
