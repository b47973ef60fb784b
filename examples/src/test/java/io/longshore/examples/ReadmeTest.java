package io.longshore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.embedded.EmbeddedEngine;
import io.longshore.examples.Java.Result;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles as its readers compile it, and runs. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

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
    compile("Embedded", program("Embedded", "", blocks().get(1)));
    String parameters = "DockerClient docker, String containerId, String otherContainerId";
    compile("Networks", program("Networks", parameters, blocks().get(2)));
  }

  private static String program(String name, String parameters, String statements) {
    return "import io.longshore.*; import io.longshore.embedded.*; import io.longshore.experimental.*;\n"
        + "class " + name + " { void run(" + parameters + ") {\n" + statements + "}}";
  }

  private void compile(String name, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
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
    String readme = Files.readString(Path.of("..", "README.md"));
    List<String> blocks = JAVA.matcher(readme).results().map(match -> match.group(1)).toList();
    assertEquals(3, blocks.size(), "the README's Java blocks");
    return blocks;
  }
}
