package io.longshore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.embedded.EmbeddedEngine;
import io.longshore.examples.Java.Result;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles as its readers compile it, and runs. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir
  Path folder;

  @Test
  void theProgramCompilesWithoutAWarningAndRuns() throws Exception {
    compile("Hello", blocks().get(0));
    try (EmbeddedEngine engine = EmbeddedEngine.start()) {
      Result result = Java.run(engine.host(), folder, List.of("-cp", classPath(), "Hello"));
      assertEquals(0, result.exitCode(), result::output);
      assertTrue(result.output().contains("STDOUT: hello"), result::output);
      assertTrue(result.output().contains("root, exit code 0"), result::output);
    }
  }

  @Test
  void theSnippetsCompileWithoutAWarning() throws Exception {
    List<String> blocks = blocks();
    for (int i = 1; i < blocks.size(); i++) {
      compile("Readme" + i, program("Readme" + i, blocks.get(i)));
    }
  }

  @Test
  void theGuidesCompileWithoutAWarning() throws Exception {
    List<String> blocks = new ArrayList<>(blocks("docs/streams.md"));
    assertEquals(6, blocks.size(), "the Java blocks of the guide to streams");
    blocks.addAll(blocks("docs/docker-run.md"));
    assertEquals(7, blocks.size(), "the Java blocks of both guides");
    blocks.addAll(blocks("docs/images.md"));
    assertEquals(15, blocks.size(), "the Java blocks of three guides");
    blocks.addAll(blocks("docs/builds.md"));
    assertEquals(23, blocks.size(), "the Java blocks of all guides");
    for (int i = 0; i < blocks.size(); i++) {
      compile("Guide" + i, program("Guide" + i, blocks.get(i)));
    }
  }

  /** The statements with what they take for granted: the imports, and variables of a few well-known names. */
  private static String program(String name, String statements) {
    return Stream.of(
        "java.io.OutputStream", "java.nio.file.Path", "java.time.Duration", "java.util.List", "java.util.Map",
        "java.util.stream.Stream",
        "io.longshore.*", "io.longshore.build.*", "io.longshore.container.*", "io.longshore.embedded.*",
        "io.longshore.error.*",
        "io.longshore.experimental.*", "io.longshore.generated.engine.model.*", "io.longshore.image.*",
        "io.longshore.network.*", "io.longshore.progress.*", "io.longshore.registry.*", "io.longshore.session.*",
        "io.longshore.stream.*",
        "io.longshore.volume.*",
        "static java.nio.charset.StandardCharsets.UTF_8")
        .map(type -> "import " + type + ";\n")
        .collect(Collectors.joining())
        + "class " + name
        + " { void run(DockerClient docker, Container web, Path project, Path file, OutputStream out, String token)"
        + " throws Exception {\n"
        + statements + "}}";
  }

  private void compile(String name, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"),
        JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
    List<String> options = List.of("-Xlint:all", "-Werror", "-cp", classPath(), "-d", folder.toString());
    boolean good = compiler.getTask(messages, null, null, options, null, List.of(file)).call();
    assertTrue(good, messages::toString);
  }

  private String classPath() {
    return System.getProperty("java.class.path") + java.io.File.pathSeparator + folder;
  }

  private static List<String> blocks() throws Exception {
    List<String> blocks = blocks("README.md");
    assertEquals(15, blocks.size(), "the README's Java blocks");
    return blocks;
  }

  private static List<String> blocks(String file) throws Exception {
    String text = Files.readString(Path.of("..").resolve(file));
    return JAVA.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
