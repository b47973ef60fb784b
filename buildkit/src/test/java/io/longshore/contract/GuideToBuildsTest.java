package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.build.BuilderKind;
import java.io.File;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guide to builds shows does what it says, on the engine that has all of it. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("withStore")
class GuideToBuildsTest extends BuildTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir
  Path classes;

  static Stream<Arguments> withStore() {
    return Settings.ofThisRun().get(Settings.CONTAINERD_STORE).stream()
        .map(host -> Arguments.of(EngineUnderTest.real(host), BuilderKind.BUILDKIT));
  }

  @Test
  void itsBlocksRun() throws Exception {
    String text = Files.readString(Path.of(System.getProperty("longshore.root"), "docs", "builds.md"));
    List<String> blocks = JAVA.matcher(text).results().map(match -> match.group(1)).toList();
    assertEquals(8, blocks.size(), "the Java blocks of the guide");
    dockerfile("LABEL " + LABEL + "=" + RUN, "FROM " + Programs.IMAGE + " AS release", "LABEL " + LABEL + "=" + RUN,
        "RUN --mount=type=secret,id=npm-token true");
    file("docker/Dockerfile.release", Files.readString(context.resolve("Dockerfile")));
    Buildx buildx = Buildx.in(classes.resolve("configuration"));
    Path settings = Files.writeString(classes.resolve("settings.xml"), SECRET);
    for (int i = 0; i < blocks.size(); i++) {
      String name = "Block" + i;
      // The command is this run's, and its file goes where the test can remove it.
      compile(name, blocks.get(i).replace("dest=app.tar", "dest=" + classes.resolve("app.tar"))
          .replace("/run/secrets/settings.xml", settings.toString())
          .replace("    .buildx(", "    " + buildx.source() + ".buildx("));
      run(name);
    }
    assertTrue(Files.size(classes.resolve("app.tar")) > 0);
    for (String tag : List.of("shop/app:1.4", "shop/app:latest")) {
      ImageTest.removeIfThere(docker, tag);
    }
  }

  private void run(String name) throws Exception {
    URL[] urls = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
      Class<?> type = loader.loadClass(name);
      type.getMethod("run", DockerClient.class, Path.class, String.class).invoke(null, docker, context, SECRET);
    } catch (InvocationTargetException e) {
      throw new AssertionError(name + " failed", e.getCause());
    }
  }

  private void compile(String name, String statements) {
    String source = "import java.nio.file.Path; import java.time.Duration; import io.longshore.*;"
        + " import io.longshore.build.*; import io.longshore.error.*; import io.longshore.generated.engine.model.*;"
        + " import io.longshore.progress.*; import io.longshore.registry.*;"
        + " public class " + name + " {"
        + " public static void run(DockerClient docker, Path project, String token) throws Exception {\n" + statements
        + "}}";
    JavaFileObject file = new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
    StringWriter messages = new StringWriter();
    String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> options = List.of("-cp", path + File.pathSeparator + classes, "-d", classes.toString());
    assertTrue(ToolProvider.getSystemJavaCompiler()
        .getTask(messages, null, null, options, null, List.of(file)).call(), messages::toString);
  }
}
