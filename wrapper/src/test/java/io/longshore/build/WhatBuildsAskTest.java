package io.longshore.build;

import static io.longshore.unit.ScriptedEngine.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.longshore.DockerClient;
import io.longshore.error.DockerException;
import io.longshore.error.UnsupportedException;
import io.longshore.generated.engine.model.ImageBuildOptions;
import io.longshore.internal.progress.ProgressAccess;
import io.longshore.registry.RegistryAuth;
import io.longshore.unit.ScriptedEngine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a build sends for each of its options. */
@Timeout(60)
class WhatBuildsAskTest {
  private static final String ID = "sha256:" + "0123456789ab".repeat(5) + "cdef";
  private static final String SECRET = "hush-5ecret";

  private final ScriptedEngine engine = new ScriptedEngine()
      .answers(json(200, "{\"aux\":{\"ID\":\"" + ID + "\"}}"));
  private final DockerClient docker = engine.client();

  @AfterEach
  void close() {
    docker.close();
    engine.close();
  }

  private BuildResult build(BuilderKind kind, Consumer<BuildOptions> options) {
    return docker.builds().build(
        o -> options.accept(o.builder(kind).archive(new ByteArrayInputStream(new byte[] {'t', 'a', 'r'}))));
  }

  private RecordedRequest asked(Consumer<BuildOptions> options) {
    engine.forget();
    build(BuilderKind.CLASSIC, options);
    return engine.only();
  }

  private record Option(String name, String value, Consumer<BuildOptions> set) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Option> options() {
    return List.of(
        new Option("t", "app:1", o -> o.tag("app:1")),
        new Option("buildargs", "{\"a\":\"b\\\"€\",\"c\":\"\"}", o -> o.buildArg("a", "b\"€").buildArg("c", "")),
        new Option("labels", "{\"a\":\"b&c=d\"}", o -> o.label("a", "b&c=d")),
        new Option("cachefrom", "[\"a:1\",\"b\"]", o -> o.cacheFrom("a:1").cacheFrom("b")),
        new Option("target", "test", o -> o.target("test")),
        new Option("networkmode", "none", o -> o.network("none")),
        new Option("nocache", "1", o -> o.noCache()),
        new Option("pull", "1", o -> o.pull()),
        new Option("dockerfile", "sub/Dockerfile.x", o -> o.dockerfile(Path.of("sub", "Dockerfile.x"))),
        new Option("squash", "1", o -> o.options(ImageBuildOptions::squash)),
        new Option("forcerm", "1", o -> {}));
  }

  /** An engine may ignore it, so the image is looked at. */
  @Test
  void thePlatformIsAskedForAndChecked() {
    engine.forget();
    build(BuilderKind.CLASSIC, o -> o.platform("linux/arm64"));
    assertEquals("linux/arm64", engine.asked().get(0).getUrl().queryParameter("platform"));
    assertTrue(engine.asked().get(1).getTarget().endsWith("/json"), () -> engine.asked().toString());
  }

  @ParameterizedTest
  @MethodSource("options")
  void isItsOption(Option option) {
    RecordedRequest request = asked(option.set);
    assertTrue(List.of(option.value, "true").contains(request.getUrl().queryParameter(option.name)),
        request.getTarget());
    assertEquals(option.name.equals("forcerm") ? 1 : 2, request.getUrl().querySize(),
        request.getTarget());
    assertEquals("application/x-tar", request.getHeaders().get("Content-Type"));
    assertEquals("tar", ScriptedEngine.body(request));
    assertNull(request.getHeaders().get("X-Registry-Config"));
  }

  @Test
  void severalNamesAreSeveralParameters() {
    assertEquals(List.of("a:1", "b"), asked(o -> o.tag("a:1", "b")).getUrl().queryParameterValues("t"));
  }

  @Test
  void buildKitIsAskedForByItsVersion() {
    BuildResult built = build(BuilderKind.BUILDKIT, o -> {});
    assertEquals(BuilderKind.BUILDKIT, built.builder());
    assertEquals("2", engine.only().getUrl().queryParameter("version"));
    assertNull(engine.only().getUrl().queryParameter("session"));
    assertEquals(ID, built.imageId());
    assertEquals(ID, built.image().reference());
  }

  @ParameterizedTest
  @MethodSource("ofBuildOptions")
  void whatHasAMethodIsNotSetAnotherWay(Option option) {
    engine.forget();
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
        () -> build(BuilderKind.CLASSIC, option.set));
    assertTrue(refused.getMessage().startsWith("options(…) sets " + option.name), refused::getMessage);
    assertEquals(List.of(), engine.asked());
  }

  static List<Option> ofBuildOptions() {
    return List.of(
        new Option("session", "", o -> o.options(b -> b.session("mine"))),
        new Option("remote", "", o -> o.options(b -> b.remote("https://example.com"))),
        new Option("dockerfile", "", o -> o.options(b -> b.dockerfile("other"))));
  }

  private void refused(String words, Consumer<BuildOptions> options) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
        () -> docker.builds().build(options));
    assertTrue(refused.getMessage().contains(words), refused::getMessage);
    assertFalse(refused.getMessage().contains(SECRET), refused::getMessage);
    assertEquals(List.of(), engine.asked());
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnythingIsSent() {
    Path here = Path.of(".");
    InputStream tar = InputStream.nullInputStream();
    refused("nothing to build from", o -> {});
    refused("more than one build context", o -> o.directory(here).archive(tar));
    refused("more than one build context", o -> o.remote("https://me:" + SECRET + "@example.com").archive(tar));
    refused("its path is relative", o -> o.archive(tar).dockerfile(here.toAbsolutePath()));
    refused("the classic builder has no secrets",
        o -> o.directory(here).builder(BuilderKind.CLASSIC).secret("id", SECRET));
    refused("leave one of them out", o -> o.directory(here).builder(BuilderKind.CLASSIC).buildx(b -> {}));
    refused("name", o -> o.buildArg("", SECRET));
    refused("name", o -> o.label("", SECRET));
    refused("id", o -> o.secret("", SECRET));
    refused("id", o -> o.secret("\0", Path.of(SECRET)));
    refused("registry", o -> o.auth("", RegistryAuth.password("me", SECRET)));
    refused("url", o -> o.remote(""));
    refused("stage", o -> o.target(""));
    refused("timeout", o -> o.timeout(Duration.ZERO));
  }

  @Test
  void aSecretNeedsWhatServesIt() {
    UnsupportedException refused = assertThrows(UnsupportedException.class,
        () -> docker.builds().build(o -> o.remote("https://example.com/x.git").secret("id", SECRET)));
    assertTrue(refused.getMessage().contains("longshore-buildkit"), refused::getMessage);
    assertFalse(refused.getMessage().contains(SECRET), refused::getMessage);
  }

  @Test
  void credentialsAreInTheirHeaderAndNowhereElse() {
    Consumer<BuildOptions> auth = o -> o.auth("r.example", RegistryAuth.password("me", SECRET));
    RecordedRequest request = asked(auth);
    String header = new String(Base64.getUrlDecoder().decode(request.getHeaders().get("X-Registry-Config")));
    assertTrue(header.startsWith("{\"r.example\":{") && header.contains(SECRET), header);
    assertFalse(request.getTarget().contains(SECRET) || ScriptedEngine.body(request).contains(SECRET));
    build(BuilderKind.CLASSIC, auth.andThen(o -> assertEquals("BuildOptions", o.toString())));
  }

  @Test
  void noFailureAndNoTextShowsSecrets() {
    Consumer<BuildOptions> secrets = o -> {
      o.auth("r.example", RegistryAuth.password("me", SECRET)).buildArg("token", SECRET);
      assertEquals("BuildOptions", o.toString());
      assertFalse(o.settings.toString().contains(SECRET));
    };
    assertFalse(build(BuilderKind.CLASSIC, secrets).toString().contains(SECRET));
    for (int status : new int[] {200, 400, 401, 500}) {
      for (String body : List.of("{\"message\":\"unauthorized: r.example\"}", "<html>", "{\"stream\":", "")) {
        engine.answers(json(status, body));
        hides(assertThrows(DockerException.class, () -> build(BuilderKind.CLASSIC, secrets)));
        hides(assertThrows(DockerException.class, () -> docker.builds().build(
            o -> o.builder(BuilderKind.CLASSIC).remote("https://me:" + SECRET + "@example.com/app.git"))));
      }
    }
  }

  @Test
  void whatAnAddressHasForItsServerOnlyIsNotShown() {
    for (String url : List.of("https://me:p@" + SECRET + "@example.com/x.git", "https://" + SECRET + "@example.com/x",
        "https://example.com/x.tar?sig=" + SECRET, "https://example.com/x.tar?a=b@c&sig=" + SECRET + "#main")) {
      engine.answers(json(500, "{\"message\":\"cannot get " + url + ": it is gone\"}"));
      DockerException failed = assertThrows(DockerException.class,
          () -> docker.builds().build(o -> o.builder(BuilderKind.CLASSIC).remote(url)));
      hides(failed);
      assertTrue(failed.getMessage().contains("example.com/x"), failed::getMessage);
      assertTrue(failed.getMessage().contains("it is gone"), failed::getMessage);
    }
    engine.answers(json(500, "{\"message\":\"is it there? no\"}"));
    DockerException plain = assertThrows(DockerException.class,
        () -> docker.builds().build(o -> o.builder(BuilderKind.CLASSIC).remote("https://example.com/x?")));
    assertTrue(plain.getMessage().contains("is it there? no"), plain::getMessage);
  }

  @Test
  void theRequestShowsNothingEither() {
    BuildSettings wanted = new BuildSettings();
    wanted.arguments.put("token", SECRET);
    wanted.remote = "https://me:" + SECRET + "@example.com/app.git";
    String shown = BuildRequest.of(wanted, BuilderKind.CLASSIC, null, null, ProgressAccess.feed(null), "s", SECRET)
        .toString();
    assertTrue(shown.contains("buildargs=***"), shown);
    assertFalse(shown.contains(SECRET), shown);
  }

  @Test
  void whatAnswersASessionShowsNothing() throws Exception {
    BuildSettings wanted = new BuildSettings();
    wanted.secrets.put("id", () -> SECRET.getBytes());
    wanted.secrets.put("file", new BuildSettings.SecretFile(Path.of("no-such")));
    SessionAnswers answers = new SessionAnswers(null, wanted.secrets);
    String method = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
    assertEquals(SECRET, ProtoReader.text(answers.call(method, new ProtoWriter().text(1, "id").message()), 1));
    assertFalse((answers + " " + wanted + wanted.secrets).contains(SECRET));
    for (String id : List.of("file", "other")) {
      hides(assertThrows(io.longshore.build.spi.SessionCallException.class,
          () -> answers.call(method, new ProtoWriter().text(1, id).message())));
    }
  }

  private static void hides(Throwable failure) {
    java.io.StringWriter everything = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(everything));
    assertFalse(everything.toString().contains(SECRET), everything::toString);
  }
}
