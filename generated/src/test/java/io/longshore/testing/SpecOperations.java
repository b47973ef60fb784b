package io.longshore.testing;

import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.experimental.api.NetworkApi;
import io.longshore.generated.runtime.ApiRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every generated operation, found by reflection: what a test may do and the library does not. */
public final class SpecOperations {
  private SpecOperations() {}

  /** A request of every operation of a document, by operationId, with {@code x} for each parameter of the path. */
  public static Map<String, ApiRequest<?>> of(String document) {
    Class<?> sibling = document.equals("engine.yaml") ? ContainerApi.class : NetworkApi.class;
    Map<String, ApiRequest<?>> requests = new TreeMap<>();
    try {
      for (Class<?> api : inPackageOf(sibling)) {
        for (Method method : api.getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())) {
            Object[] arguments = new Object[method.getParameterCount()];
            Arrays.fill(arguments, "x");
            Object operation = method.invoke(null, arguments);
            ApiRequest<?> request = (ApiRequest<?>) operation.getClass().getMethod("request").invoke(operation);
            requests.put(request.operation(), request);
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return requests;
  }

  private static List<Class<?>> inPackageOf(Class<?> sibling) throws ClassNotFoundException {
    String directory = sibling.getPackageName().replace('.', '/');
    List<Class<?>> classes = new ArrayList<>();
    for (String name : filesIn(sibling, directory)) {
      if (name.endsWith("Api.class")) {
        String simple = name.substring(0, name.length() - ".class".length());
        classes.add(Class.forName(sibling.getPackageName() + "." + simple));
      }
    }
    return classes;
  }

  /** Tests of this module have its classes in a directory, those of others in a jar. */
  private static List<String> filesIn(Class<?> sibling, String directory) {
    try {
      Path root = Path.of(sibling.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(root)) {
        return names(root.resolve(directory));
      }
      try (FileSystem jar = FileSystems.newFileSystem(root)) {
        return names(jar.getPath(directory));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
