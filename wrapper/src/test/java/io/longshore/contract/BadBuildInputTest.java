package io.longshore.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.build.BuildOptions;
import io.longshore.error.DockerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be built is refused in words, and leaves no image. */
@Timeout(300)
@ParameterizedClass(name = "{0}, {1}", allowZeroInvocations = true)
@MethodSource("withBuilders")
class BadBuildInputTest extends BuildTest {
  private record Row(String name, Consumer<BuildOptions> options) {}

  private final List<Row> rows = new ArrayList<>();

  /** A build that would succeed, but for this. */
  private void with(String name, Consumer<BuildOptions> options) {
    rows.add(new Row(name, o -> options.accept(o.directory(context))));
  }

  private void from(String name, Consumer<BuildOptions> options) {
    rows.add(new Row(name, options));
  }

  private static InputStream bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return new ByteArrayInputStream(all);
  }

  private static InputStream half() throws IOException {
    byte[] whole = new Tar().file("Dockerfile", "FROM " + Programs.IMAGE + "\nLABEL a=b\n" + "#".repeat(5000)).stream()
        .readAllBytes();
    return new ByteArrayInputStream(whole, 0, 2000);
  }

  private void fillContexts() throws IOException {
    InputStream half = half();
    from("nothing", o -> {});
    from("a null directory", o -> o.directory(null));
    from("a directory that is not there", o -> o.directory(context.resolve("none")));
    from("a file as the directory", o -> o.directory(context.resolve("Dockerfile")));
    from("an empty directory", o -> o.directory(context.resolve("empty")));
    from("a null archive", o -> o.archive(null));
    from("an empty archive", o -> o.archive(InputStream.nullInputStream()));
    from("one byte", o -> o.archive(bytes('x')));
    from("an archive of nothing", o -> o.archive(new Tar().stream()));
    from("what is no archive", o -> o.archive(new ByteArrayInputStream("no archive ".repeat(999).getBytes())));
    from("the beginning of gzip", o -> o.archive(bytes(0x1f, 0x8b, 8, 0, 0, 0)));
    from("the beginning of bzip2", o -> o.archive(bytes('B', 'Z', 'h', '9', 1, 2, 3)));
    from("the beginning of xz", o -> o.archive(bytes(0xfd, '7', 'z', 'X', 'Z', 0, 1)));
    from("half an archive", o -> o.archive(half));
    from("an archive without a Dockerfile", o -> o.archive(new Tar().file("other", "x").stream()));
    for (String url : List.of("", " ", "nowhere", "ftp://127.0.0.1/x", "http://127.0.0.1:1/x",
        "http://127.0.0.1:1/x.git", "http://", "http://a\r\nX-Evil: 1", "\0", "file:///etc/passwd")) {
      from("the address '" + url.replaceAll("\\p{Cntrl}", "·") + "'", o -> o.remote(url));
    }
  }

  private void fillOptions() {
    with("a null Dockerfile", o -> o.dockerfile(null));
    with("a Dockerfile that is not there", o -> o.dockerfile(Path.of("none")));
    with("a Dockerfile that is a directory", o -> o.dockerfile(Path.of("empty")));
    with("an empty Dockerfile", o -> o.dockerfile(Path.of("blank")));
    with("a Dockerfile of comments", o -> o.dockerfile(Path.of("comments")));
    with("a Dockerfile that is no text", o -> o.dockerfile(Path.of("binary")));
    for (String name : new String[] {null, "", " ", "a b", "BAD", "a//b", "a:", "a:b c", "a\r\nX-Evil: 1", "../x",
        "a@sha256:" + "0".repeat(64), "x".repeat(300)}) {
      with("the tag '" + (name == null ? null : name.replaceAll("\\p{Cntrl}", "·")) + "'", o -> o.tag(name));
    }
    with("an argument without a name", o -> o.buildArg("", "x"));
    with("an argument that is null", o -> o.buildArg("A", null));
    with("a label without a name", o -> o.label("", "x"));
    with("a label that is null", o -> o.label("a", null));
    with("an empty stage", o -> o.target(""));
    with("a stage that is none", o -> o.target("none-such"));
    with("a stage of two lines", o -> o.target("a\r\nb"));
    with("an empty platform", o -> o.platform(""));
    with("a platform that is none", o -> o.platform("a/b/c/d/e"));
    with("an empty network", o -> o.network(""));
    with("an empty name for the cache", o -> o.cacheFrom(""));
    with("a null name for the cache", o -> o.cacheFrom((String) null));
    with("a secret without an id", o -> o.secret("", "x"));
    with("a secret that is null", o -> o.secret("a", (String) null));
    with("a null file of a secret", o -> o.secret("a", (Path) null));
    with("a secret's file that is not there", o -> o.secret("a", context.resolve("none")));
    with("a registry without a name", o -> o.auth("", null));
    with("a registry with a path", o -> o.auth("a/b", null));
    with("null credentials", o -> o.auth("r.example", null));
    with("no time", o -> o.timeout(Duration.ZERO));
    with("negative time", o -> o.timeout(Duration.ofSeconds(-1)));
    with("a null time", o -> o.timeout(null));
    with("a null builder", o -> o.builder(null));
    with("null options", o -> o.options(null));
    with("a null listener", o -> o.steps(null));
    with("null progress", o -> o.progress(null));
  }

  @Test
  void itIsRefusedAndBuildsNothing() throws IOException {
    dockerfile("LABEL a=b");
    Files.createDirectory(context.resolve("empty"));
    file("blank", "");
    file("comments", "# nothing\n\n#");
    file("binary", "\0\1\2\u00ff\n\0");
    fails(NullPointerException.class, () -> docker.builds().build(null));
    fillContexts();
    fillOptions();
    assertAll(rows.stream().map(row -> () -> assertRefused(row)));
    assertEquals(List.of(), mineBuilt());
    buildHere(o -> {});
  }

  private void assertRefused(Row row) {
    RuntimeException refused = null;
    try {
      build(row.options);
    } catch (IllegalArgumentException | NullPointerException | DockerException e) {
      refused = seen(e);
    } catch (RuntimeException e) {
      throw new AssertionError(row.name + " fails as what it is not", e);
    }
    assertNotNull(refused, () -> row.name + " was taken");
    String message = refused.getMessage();
    assertNotNull(message, () -> row.name + " fails without a word");
    assertFalse(message.isBlank(), () -> row.name + " fails without a word");
    assertTrue(message.length() < 2000, () -> row.name + " fails with " + message.length() + " characters");
  }
}
